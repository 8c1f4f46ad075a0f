import { dot, normalize, type UnitVector } from "@/lib/energy/unit-vector";
import { type LightPlace, lightOfPlan, PLACES_OF_LIGHT } from "./light-maps";

interface Phrase {
  readonly words: string;
  readonly light: UnitVector;
}

/** How each map reads when it is light there, and when it is dark there. */
const PHRASES: readonly (readonly [LightPlace, string, string | undefined])[] = [
  ["top", "bright top", "bright bottom"],
  ["left", "lit from the left", "lit from the right"],
  ["top left", "lit from the top left", "lit from the bottom right"],
  ["top right", "lit from the top right", "lit from the bottom left"],
  ["sky", "bright sky over dark ground", "dark sky over bright ground"],
  ["centre", "bright centre, dark edges", "dark centre, bright edges"],
  ["middle", "a bright band across the middle", "a dark band across the middle"],
  ["column", "a bright column in the middle", "a dark column in the middle"],
  ["corners", "bright corners", "dark corners"],
];

let known: Phrase[] | undefined;

function phrases(): Phrase[] {
  known ??= PHRASES.flatMap(([place, bright, dark]) => {
    const light = lightOfPlan(PLACES_OF_LIGHT[place]);
    const negative = light.map((value) => -value) as UnitVector;
    return [{ words: bright, light }, ...(dark ? [{ words: dark, light: negative }] : [])];
  });
  return known;
}

/** A phrase is said when the light has at least this much of it (cosine). */
const ENOUGH = 0.5;

/**
 * Where a picture is light and dark, as a phrase: "bright centre, dark edges". "even light" for a
 * flat one, "scattered light" where no phrase fits. Deterministic.
 *
 * @param light 64 values as `lightOf` gives them.
 */
export function lightInWords(light: ArrayLike<number>): string {
  const whole = normalize(light);
  if (whole.every((value) => value === 0)) return "even light";
  const best = phrases()
    .map(({ words, light: its }) => ({ words, likeness: dot(its, whole) }))
    .reduce((a, b) => (b.likeness > a.likeness ? b : a));
  return best.likeness < ENOUGH ? "scattered light" : best.words;
}
