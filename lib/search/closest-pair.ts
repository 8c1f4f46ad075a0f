import { ASPECTS, type Aspect, blockOf, type PerAspect } from "@/lib/energy/aspects";
import { closenessScale } from "@/lib/energy/closeness";
import { hubPenalty } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import { weightedSimilarity, weightsOf } from "@/lib/energy/query-vector";
import { DEFAULT_DIALS, type Ingredient } from "@/lib/energy/recipe";
import { spaced } from "@/lib/spaced";
import { pulledImages } from "@/lib/trail/shared-images";
import type { Trail } from "@/lib/trail/trail";
import type { MeetingResponse } from "./contract";
import { readIngredients } from "./ingredient-energies";
import type { SearchDeps } from "./search-deps";

/** Images whose crowding stands for that of a guest, which has none. */
const TYPICAL_SAMPLE = 256;

/**
 * Pictures of a trail that are compared, evenly spaced over those it asks with: as many as it can have hops,
 * though each may ask with twelve.
 */
const MAX_ASKED = 200;

/** A picture that a trail asks with. */
interface Asked {
  readonly id: ImageId;
  readonly hop: number;
  readonly energy: Float32Array;
  /** Aspects that it has: a flat picture has no light, a guest of another model two only. */
  readonly active: readonly Aspect[];
}

/**
 * Where two trails are nearest to each other: of all pairs of a picture of the one and a picture of
 * the other, at default dials, the pair that is closest. At most 200 × 200 pictures: under 100 ms.
 *
 * @returns closeness as on a wall, so it says as much; no pair where one of them has no picture that
 *   this gallery or its link knows.
 */
export async function closestPair(a: Trail, b: Trail, deps: SearchDeps): Promise<MeetingResponse> {
  const [ofA, ofB] = await Promise.all([readAsked(a, deps), readAsked(b, deps)]);
  const { sigma, images } = await deps.calibrator.get();
  const { layout } = deps.store.schema;
  const all = weightsOf(DEFAULT_DIALS, sigma);
  let best: { one: Asked; other: Asked; active: readonly Aspect[]; score: number } | undefined;
  for (const one of ofA) {
    for (const other of ofB) {
      const active = one.active.filter((aspect) => other.active.includes(aspect));
      // An aspect that one of them lacks is a block of zeros, and adds nothing.
      const score = weightedSimilarity(one.energy, other.energy, all, layout);
      if (active.length > 0 && (!best || score > best.score)) best = { one, other, active, score };
    }
  }
  if (!best) return {};
  const { one, other, active, score } = best;
  const weights = weightsOf(DEFAULT_DIALS, sigma, active);
  const crowding = await crowdingOf([other.id, one.id], weights, deps);
  const scale = closenessScale(images.pairs, DEFAULT_DIALS, sigma, active);
  return {
    closest: {
      a: { id: one.id, hop: one.hop },
      b: { id: other.id, hop: other.hop },
      closeness: scale(score - crowding),
    },
  };
}

async function readAsked(trail: Trail, deps: SearchDeps): Promise<Asked[]> {
  const { layout } = deps.store.schema;
  const asked = spaced([...pulledImages(trail)], MAX_ASKED).map(
    async ([id, hop]): Promise<Asked[]> => {
      const isGuest = trail.guests.some((guest) => guest.id === id);
      const ingredient: Ingredient = {
        source: { kind: isGuest ? "guest" : "image", id },
        weight: 1,
      };
      const { energies } = await readIngredients([ingredient], trail, deps);
      const energy = energies[0]?.energy;
      if (!energy) return [];
      const active = ASPECTS.filter((aspect) =>
        blockOf(energy, aspect, layout).some((value) => value !== 0),
      );
      return [{ id, hop, energy, active }];
    },
  );
  return (await Promise.all(asked)).flat();
}

/**
 * What is taken off a score for being near everything: that of the first of these images which the
 * gallery has, as on a wall; for two guests what is usual here.
 */
async function crowdingOf(
  ids: readonly ImageId[],
  weights: PerAspect,
  { store }: SearchDeps,
): Promise<number> {
  const known = (await store.get(ids)).flatMap((image) => (image ? [image.id] : []));
  const measured = known.length > 0 ? known.slice(0, 1) : await store.sample(TYPICAL_SAMPLE);
  const densities = await store.densities(measured);
  const sum = measured.reduce((total, _, i) => total + hubPenalty(densities, i, weights), 0);
  return sum / Math.max(1, measured.length);
}
