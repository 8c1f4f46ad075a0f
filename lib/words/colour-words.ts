import { type Lab, labOf } from "@/lib/energy/oklab";
import { isModifier, modified } from "./colour-modifiers";
import { COLOURS, THING_COLOURS } from "./colour-names";
import type { MixedColour } from "./mixed-palette";
import { isJoint, type WordToken } from "./word-tokens";

/** A colour found in a text. */
export interface FoundColour extends MixedColour {
  /** The tokens it takes up, from `start` up to but not `end`. */
  readonly start: number;
  readonly end: number;
  /** Named by a word that is a thing first, with nothing before or after it that says colour. */
  readonly isDoubtful: boolean;
}

/** "-ish" colours are off by half as much again. */
const ISH_SPREAD = 1.5;
const ISH_CHROMA = 0.8;
/** How much "greenish" turns the blue of "greenish blue". */
const ISH_TURN = 0.35;
/** Words of a name: "british racing green". */
const LONGEST_NAME = 3;
const AFTER_COLOUR = new Set("colour color coloured colored tone toned hue shade tint".split(" "));

/**
 * The colours a text names: CSS names and painters' words, with modifiers before them ("dusty
 * pink"), "-ish", plurals and `#rgb` / `#rrggbb`. Whole words only: "hundred" has no red in it.
 *
 * A word that is a thing first (salmon, coffee, rust) counts where the text says colour: a modifier
 * before it, "coloured" or "tones" after it, a colour joined to it ("rust and cream"), or nothing
 * else in the text.
 */
export function findColours(tokens: readonly WordToken[]): FoundColour[] {
  const matches: FoundColour[] = [];
  for (let at = 0; at < tokens.length; ) {
    const match = matchAt(tokens, at);
    if (match) matches.push(match);
    at = match?.end ?? at + 1;
  }
  if (covers(matches, tokens)) return matches;
  return matches.filter(
    (match, i) =>
      !match.isDoubtful ||
      isAllColour(tokens, match, matches) ||
      isJoined(tokens, matches[i - 1], match) ||
      isJoined(tokens, match, matches[i + 1]),
  );
}

/** Whether two colours or more, and nothing else, stand between the commas around a match. */
function isAllColour(
  tokens: readonly WordToken[],
  match: FoundColour,
  matches: readonly FoundColour[],
): boolean {
  let { start, end } = match;
  while (start > 0 && !isComma(tokens, start - 1)) start--;
  while (end < tokens.length && !isComma(tokens, end)) end++;
  const inside = matches.filter((other) => other.start >= start && other.end <= end);
  return inside.length > 1 && covers(inside, tokens.slice(start, end));
}

/** Whether the matches are all there is but joints. */
function covers(matches: readonly FoundColour[], tokens: readonly WordToken[]): boolean {
  const covered = matches.reduce((sum, { start, end }) => sum + end - start, 0);
  return covered >= tokens.filter((token) => !isJoint(token)).length;
}

function isComma(tokens: readonly WordToken[], at: number): boolean {
  return tokens[at]?.text === "," || tokens[at]?.text === ";";
}

/** Whether only joints stand between two colours of which one is beyond doubt. */
function isJoined(tokens: readonly WordToken[], left?: FoundColour, right?: FoundColour): boolean {
  if (!left || !right || left.end === right.start) return false;
  return (
    tokens.slice(left.end, right.start).every(isJoint) && !(left.isDoubtful && right.isDoubtful)
  );
}

function matchAt(tokens: readonly WordToken[], start: number): FoundColour | undefined {
  const hex = labOfHex(tokens[start]?.text ?? "");
  if (hex) return { start, end: start + 1, lab: hex, share: 1, spread: 1, isDoubtful: false };
  const named = nameAt(tokens, start);
  if (named) return named;
  const word = tokens[start]?.text ?? "";
  const ish = colourOfIsh(word);
  const next = isDash(tokens, start + 1) ? start + 2 : start + 1;
  if (ish) {
    const noun = matchAt(tokens, next);
    if (!noun) return { start, end: start + 1, ...ish, share: 1, isDoubtful: false };
    return { ...noun, start, lab: turned(noun.lab, ish.lab), isDoubtful: false };
  }
  if (!isModifier(word)) return undefined;
  const noun = matchAt(tokens, next);
  return noun && { ...noun, start, lab: modified(noun.lab, word), isDoubtful: false };
}

/** The longest name that begins here. */
function nameAt(tokens: readonly WordToken[], start: number): FoundColour | undefined {
  for (let words = LONGEST_NAME; words > 0; words--) {
    const taken: string[] = [];
    let end = start;
    while (taken.length < words && end < tokens.length) {
      if (isDash(tokens, end) && taken.length > 0) end++;
      taken.push(tokens[end++]?.text ?? "");
    }
    const name = knownName(taken.join(" "));
    if (taken.length < words || name === undefined) continue;
    return withEnding(tokens, start, end, name);
  }
  return undefined;
}

/** Takes in "-ish" or "coloured" after a name. */
function withEnding(
  tokens: readonly WordToken[],
  start: number,
  end: number,
  name: string,
): FoundColour {
  const lab = labOf(COLOURS.get(name) ?? 0);
  const after = isDash(tokens, end) ? end + 1 : end;
  const ending = tokens[after]?.text ?? "";
  if (ending === "ish") {
    return { start, end: after + 1, ...isAbout(lab), share: 1, isDoubtful: false };
  }
  if (AFTER_COLOUR.has(ending) || AFTER_COLOUR.has(singular(ending))) {
    return { start, end: after + 1, lab, share: 1, spread: 1, isDoubtful: false };
  }
  const isDoubtful = THING_COLOURS.has(name) || (name === "orange" && isPlural(tokens, end - 1));
  return { start, end, lab, share: 1, spread: 1, isDoubtful };
}

/** A name as the dictionary has it: "lightblue" and "teals" are known too. */
function knownName(words: string): string | undefined {
  for (const name of [words, singular(words)]) {
    if (COLOURS.has(name)) return name;
    const apart = RUN_TOGETHER.get(name);
    if (apart !== undefined) return apart;
  }
  return undefined;
}

const RUN_TOGETHER: ReadonlyMap<string, string> = new Map(
  [...COLOURS.keys()]
    .filter((name) => name.includes(" "))
    .map((name) => [name.replaceAll(" ", ""), name]),
);

/** "bluish", "reddish", "olive-ish" without its dash: the colour of the stem. */
function colourOfIsh(word: string): { lab: Lab; spread: number } | undefined {
  if (!word.endsWith("ish") || word.length < 6) return undefined;
  const stem = word.slice(0, -3);
  const spellings = [stem, `${stem}e`, stem.slice(0, -1)];
  const name = spellings.find((spelling) => COLOURS.has(spelling));
  return name === undefined ? undefined : isAbout(labOf(COLOURS.get(name) ?? 0));
}

function isAbout([lightness, a, b]: Lab): { lab: Lab; spread: number } {
  return { lab: [lightness, a * ISH_CHROMA, b * ISH_CHROMA], spread: ISH_SPREAD };
}

/** Part of the way from one colour to the hue of another, at its own lightness. */
function turned([lightness, a, b]: Lab, [, toA, toB]: Lab): Lab {
  return [lightness, a + (toA - a) * ISH_TURN, b + (toB - b) * ISH_TURN];
}

function labOfHex(token: string): Lab | undefined {
  if (!/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/.test(token)) return undefined;
  const digits = token.slice(1);
  const long = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  return labOf(Number.parseInt(long, 16));
}

function singular(word: string): string {
  return word.replace(/(?<=[^s])s$/, "");
}

function isPlural(tokens: readonly WordToken[], at: number): boolean {
  const word = tokens[at]?.text ?? "";
  return singular(word) !== word;
}

function isDash(tokens: readonly WordToken[], at: number): boolean {
  return tokens[at]?.text === "-";
}
