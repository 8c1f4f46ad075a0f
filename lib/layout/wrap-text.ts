/** Width in px of a text in the font that it will be drawn in. */
export type MeasureText = (text: string) => number;

/**
 * Breaks a text into lines, at spaces where it can, inside a word where that is wider than a line.
 *
 * @param width of a line in px. A single character that is wider still has a line of its own.
 * @param maxLines Infinity keeps all of the text; otherwise what does not fit ends in "…".
 */
export function wrapText(
  text: string,
  width: number,
  measure: MeasureText,
  maxLines = Number.POSITIVE_INFINITY,
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = breakWord(word, width, measure);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  if (line !== "") lines.push(line);
  if (lines.length <= maxLines) return lines;
  const kept = lines.slice(0, maxLines);
  return [...kept.slice(0, -1), ellipsis(kept.at(-1) ?? "", width, measure)];
}

/** A word in pieces that are each as long as a line can be. */
function breakWord(word: string, width: number, measure: MeasureText): string[] {
  if (measure(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (piece !== "" && measure(piece + character) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}

function ellipsis(line: string, width: number, measure: MeasureText): string {
  const characters = [...line];
  while (characters.length > 0 && measure(cutShort(characters)) > width) characters.pop();
  return cutShort(characters);
}

/** Without the comma or space that the cut left at its end. */
function cutShort(characters: readonly string[]): string {
  return `${characters.join("").replace(/[\s,;:.]+$/u, "")}…`;
}
