import { blockOf } from "@/lib/energy/aspects";
import { lightInWords } from "@/lib/words/light-in-words";
import { type NearTerms, nearestTerms } from "@/lib/words/nearest-terms";
import { type NamedColour, paletteInWords } from "@/lib/words/palette-in-words";
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
 * Says what an energy is about: an image's, or the direction of a whole recipe (`combine`). No
 * inference: about 4 ms.
 *
 * @param energy float32, `[layout.total]`. Aspects that are zero are not spoken of.
 * @throws {AppError} what calibrating throws.
 */
export async function describeEnergy(
  energy: Float32Array,
  { store, terms, calibrator }: Pick<SearchDeps, "store" | "terms" | "calibrator">,
): Promise<Description> {
  const { layout } = store.schema;
  const vectors = terms.now();
  const { common } = await calibrator.get();
  const light = blockOf(energy, "light", layout);
  return {
    ...(vectors ? { terms: nearestTerms(energy, layout, vectors, { common }) } : {}),
    palette: paletteInWords(blockOf(energy, "palette", layout)),
    ...(light.some((value) => value !== 0) ? { light: lightInWords(light) } : {}),
  };
}

/** A kind of term is left out when its best stands out less than this among its kind. */
const WORTH_SAYING = 2.5;

/** The words of a description that are worth saying: what is in it, then how it is made. */
export function termsWorthSaying({ terms }: Description): string[] {
  return (["thing", "place", "style", "medium", "mood", "era"] as const).flatMap((kind) => {
    const [best] = terms?.[kind] ?? [];
    return best && best.score >= WORTH_SAYING ? [best.word] : [];
  });
}
