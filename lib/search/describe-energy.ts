import { blockOf } from "@/lib/energy/aspects";
import { lightInWords } from "@/lib/words/light-in-words";
import { type NearTerms, nearestTerms } from "@/lib/words/nearest-terms";
import { type NamedColour, paletteInWords } from "@/lib/words/palette-in-words";
import type { Calibration } from "./calibration";
import type { SearchDeps } from "./search-deps";

/** What an image or a query is about, in words. */
export interface Description {
  /** Nothing when the model has no text tower, or the vocabulary is still being embedded. */
  readonly terms?: NearTerms;
  /** Largest first, at most four. */
  readonly palette: readonly NamedColour[];
  /** "bright centre, dark edges"; absent when nothing is known of the light. */
  readonly light?: string;
}

/**
 * {@link describeAgainst} what the gallery's images have in common now.
 *
 * @param energy float32, `[layout.total]`. Aspects that are zero are not spoken of.
 * @throws {AppError} what calibrating throws.
 */
export async function describeEnergy(
  energy: Float32Array,
  deps: Pick<SearchDeps, "store" | "terms" | "calibrator">,
): Promise<Description> {
  return describeAgainst(await deps.calibrator.get(), energy, deps);
}

/**
 * Says what an energy is about: an image's, or the direction of a whole recipe (`combine`). No
 * inference: about 4 ms.
 */
export function describeAgainst(
  { common }: Calibration,
  energy: Float32Array,
  { store, terms }: Pick<SearchDeps, "store" | "terms">,
): Description {
  const { layout } = store.schema;
  const vectors = terms.now();
  const light = blockOf(energy, "light", layout);
  return {
    ...(vectors ? { terms: nearestTerms(energy, layout, vectors, { common }) } : {}),
    palette: paletteInWords(blockOf(energy, "palette", layout)),
    ...(light.some((value) => value !== 0) ? { light: lightInWords(light) } : {}),
  };
}

/** A term is left out when it stands out less than this among its kind: most guesses do. */
const WORTH_SAYING = 3;
const MOST_SAID = 3;

/** The words of a description that are worth saying, what stands out most first. */
export function termsWorthSaying({ terms }: Description): string[] {
  return Object.values(terms ?? {})
    .flatMap(([best]) => (best && best.score >= WORTH_SAYING ? [best] : []))
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_SAID)
    .map(({ word }) => word);
}
