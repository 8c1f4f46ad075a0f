import { hubPenalty } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import { weightedSimilarity, weightsOf } from "@/lib/energy/query-vector";
import { DEFAULT_DIALS } from "@/lib/energy/recipe";
import { AppError } from "@/lib/errors";
import type { Trail } from "@/lib/trail/trail";
import { queryImages } from "@/lib/trail/tree";
import { readIngredients } from "./ingredient-energies";
import type { SearchDeps } from "./search-deps";

/** Images that a jump may land on: a stable sample of the gallery. */
const CANDIDATES = 1_024;
/** The share of them that is farthest from the trail; of these, the least lonely is taken. */
const FAR_SHARE = 0.05;

/**
 * An image unlike everything that the trail has asked with: of the farthest twentieth of a stable
 * sample the one with the most around it, so that a jump lands in a region and not on an oddity.
 * The same trail jumps to the same image.
 *
 * @throws {AppError} `image_not_found` when the gallery has nothing that the trail has not asked with.
 */
export async function elsewhere(trail: Trail, deps: SearchDeps): Promise<ImageId> {
  const { store, calibrator } = deps;
  const asked = queryImages(trail);
  const ids = (await store.sample(CANDIDATES)).filter((id) => !asked.has(id));
  const [energies, densities, { sigma }, seen] = await Promise.all([
    store.energies(ids),
    store.densities(ids),
    calibrator.get(),
    seenOn(trail, deps),
  ]);
  // All aspects with equal say: a jump is away from everything, whatever the dials stand at.
  const weights = weightsOf(DEFAULT_DIALS, sigma);
  const { layout } = store.schema;
  const candidates = ids.flatMap((id, i) => {
    const energy = energies[i];
    if (!energy) return [];
    const likeness = seen.reduce(
      (most, other) => Math.max(most, weightedSimilarity(energy, other, weights, layout)),
      Number.NEGATIVE_INFINITY,
    );
    return [{ id, likeness, company: hubPenalty(densities, i, weights) }];
  });
  candidates.sort((a, b) => a.likeness - b.likeness || (a.id < b.id ? -1 : 1));
  const far = candidates.slice(0, Math.max(1, Math.ceil(candidates.length * FAR_SHARE)));
  far.sort((a, b) => b.company - a.company || (a.id < b.id ? -1 : 1));
  const [chosen] = far;
  if (!chosen) {
    throw new AppError(
      "image_not_found",
      "Expected an image that this trail has not asked with but the gallery has none. Add more images.",
    );
  }
  return chosen.id;
}

async function seenOn(trail: Trail, deps: SearchDeps): Promise<Float32Array[]> {
  const ingredients = trail.hops.flatMap(({ recipe }) =>
    recipe.ingredients.filter(({ weight }) => weight > 0),
  );
  const { energies } = await readIngredients(ingredients, trail, deps);
  return energies.map(({ energy }) => energy);
}
