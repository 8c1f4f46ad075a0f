import { ASPECTS, blockOf } from "@/lib/energy/aspects";
import { closenessScale } from "@/lib/energy/closeness";
import type { ImageId } from "@/lib/energy/image-id";
import { dot } from "@/lib/energy/unit-vector";
import { AppError } from "@/lib/errors";
import type { Trail } from "@/lib/trail/trail";
import { tipOf } from "@/lib/trail/tree";
import { nearestTerms } from "@/lib/words/nearest-terms";
import { paletteInWords } from "@/lib/words/palette-in-words";
import { shownColours } from "@/lib/words/shown-colours";
import type { WhyResponse } from "./contract";
import { type Query, readQueries } from "./rank";
import type { SearchDeps } from "./search-deps";

/** Terms of each kind that are compared, and how many shared ones are said. */
const COMPARED_TERMS = 25;
const SHARED_SAID = 4;

/**
 * Which aspects make an image close to what a trail's tip asks for. Before hubs are corrected: what
 * an image has with everything is no reason that it is here.
 *
 * @throws {AppError} `image_not_found`; `invalid_request` for a trail without hops.
 */
export async function why(trail: Trail, id: ImageId, deps: SearchDeps): Promise<WhyResponse> {
  const hop = tipOf(trail);
  const { store } = deps;
  const [energy] = await store.energies([id]);
  if (!energy) {
    throw new AppError("image_not_found", `Expected an image of this gallery but ${id} is not.`);
  }
  const { queries } = await readQueries(hop.recipe, trail, deps);
  const query = closestTo(energy, queries, deps);
  const { layout } = store.schema;
  const densities = await store.densities([id]);
  const parts = ASPECTS.map((aspect, k) => {
    if (!query?.active.includes(aspect)) return { aspect, closeness: -1, part: 0 };
    const similarity = dot(
      blockOf(query.direction, aspect, layout),
      blockOf(energy, aspect, layout),
    );
    const alone = { subject: 0, style: 0, palette: 0, light: 0, [aspect]: 1 };
    const { sigma } = query.calibration;
    const closeness = closenessScale(query.yardstick.pairs, alone, sigma, [aspect]);
    const corrected = (similarity - (densities[k] ?? 0) / 2) / sigma[aspect];
    return { aspect, closeness: closeness(corrected), part: query.weights[aspect] * similarity };
  });
  const total = parts.reduce((sum, { part }) => sum + Math.abs(part), 0);
  return {
    ...(query
      ? await sharedBetween(query.direction, energy, deps)
      : { sharedWords: [], sharedColours: [] }),
    aspects: parts.map(({ aspect, closeness, part }) => ({
      aspect,
      closeness,
      share: total > 0 ? part / total : 0,
    })),
  };
}

/** Of several queries the one that an image is here for. */
function closestTo(
  energy: Float32Array,
  queries: readonly Query[],
  { store }: SearchDeps,
): Query | undefined {
  const { layout } = store.schema;
  const scoreOf = ({ direction, weights }: Query) =>
    ASPECTS.reduce(
      (sum, aspect) =>
        sum +
        weights[aspect] * dot(blockOf(direction, aspect, layout), blockOf(energy, aspect, layout)),
      0,
    );
  return queries.reduce<Query | undefined>(
    (best, query) => (best && scoreOf(best) >= scoreOf(query) ? best : query),
    undefined,
  );
}

/** Terms that are near to both, and the colours that both have. */
async function sharedBetween(
  direction: Float32Array,
  energy: Float32Array,
  deps: SearchDeps,
): Promise<Pick<WhyResponse, "sharedWords" | "sharedColours">> {
  const { layout } = deps.store.schema;
  const vectors = deps.terms.now();
  const { common } = await deps.calibrator.get();
  const near = (vector: Float32Array) =>
    vectors
      ? Object.values(
          nearestTerms(vector, layout, vectors, { common, limit: COMPARED_TERMS }),
        ).flat()
      : [];
  const ofTile = new Map(near(energy).map(({ word, score }) => [word, score]));
  const sharedWords = near(direction)
    .flatMap(({ word, score }) => {
      const other = ofTile.get(word);
      return other === undefined ? [] : [{ word, score: Math.min(score, other) }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, SHARED_SAID)
    .map(({ word }) => word);
  // Palettes are square roots of shares: what both have of a colour is the product of the two.
  const own = blockOf(energy, "palette", layout);
  const both = blockOf(direction, "palette", layout).map((value, i) =>
    Math.sqrt(Math.max(0, value * (own[i] ?? 0))),
  );
  const sharedColours = shownColours(paletteInWords(both)).slice(0, SHARED_SAID);
  return { sharedWords, sharedColours: sharedColours.map(({ name, rgb }) => ({ name, rgb })) };
}
