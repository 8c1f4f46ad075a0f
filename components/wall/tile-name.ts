import type { TileDetails } from "@/lib/search/contract";

/** What a picture is called on screen: its title, else what its labels or the model say of it. */
export function titleOf(tile: TileDetails | undefined): string {
  if (!tile) return "Picture";
  const { title, label, style, medium } = tile.details;
  const made = [label, style ?? medium].filter(Boolean).join(", ");
  const named = made ? made.replaceAll(/[_-]+/g, " ") : tile.about;
  return title ?? (named ? sentenceCase(named) : "Untitled picture");
}

/** Who made it and when, as a museum's label says it; empty where nothing is known. */
export function bylineOf(tile: TileDetails | undefined): string {
  if (!tile) return "";
  const { artist, year } = tile.details;
  return [artist, year === undefined ? undefined : yearInWords(year)].filter(Boolean).join(", ");
}

/** The name that screen readers hear. */
export function nameOf(tile: TileDetails | undefined): string {
  return [titleOf(tile), bylineOf(tile)].filter(Boolean).join(", ");
}

/**
 * Closeness in words, never rounded up to "all": 0.99348 is "closer than 99.3 % of pairs".
 *
 * @param closeness in [0, 1]; −1, where it does not apply, gives an empty text.
 */
export function closenessInWords(closeness: number): string {
  if (closeness < 0) return "";
  const percent = Math.floor(closeness * 1_000) / 10;
  if (percent > 99.9 || closeness >= 0.9995) return "closer than 99.9 % of pairs";
  return `closer than ${percent.toFixed(1).replace(/\.0$/, "")} % of pairs`;
}

/**
 * How close a wall's best picture is, in a sentence: "Very close: closer than 99.3 % of pairs here".
 * For walls that are close: of others their notice tells.
 *
 * @param closeness in [0, 1]; −1, where it does not apply, gives an empty text.
 */
export function closenessSentence(closeness: number): string {
  if (closeness < 0) return "";
  return `${closeness >= 0.99 ? "Very close" : "Close"}: ${closenessInWords(closeness)} here`;
}

/** "1888", "480 BC" */
export function yearInWords(year: number): string {
  return year < 0 ? `${-year} BC` : String(year);
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
