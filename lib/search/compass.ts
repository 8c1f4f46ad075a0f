import { LRUCache } from "lru-cache";
import { type Aspect, type PerAspect, perAspect } from "@/lib/energy/aspects";
import { axisSpread, axisVector, compassTerm } from "@/lib/energy/compass";
import type { ImageId } from "@/lib/energy/image-id";
import type { Axis, AxisPole, Recipe } from "@/lib/energy/recipe";
import { tellWork } from "@/lib/metrics/work-told";
import type { Trail } from "@/lib/trail/trail";
import { readIngredients } from "./ingredient-energies";
import type { SearchDeps } from "./search-deps";

/** Images of the stable sample that say how far apart pictures stand on an axis. */
const SAMPLE = 512;

/** An axis in a gallery. */
interface MeasuredAxis {
  /** float32, `[layout.total]`; all zero where the poles do not differ. */
  readonly vector: Float32Array;
  readonly spread: number;
  /** Images of a pole that are not there. */
  readonly missing: readonly ImageId[];
}

/**
 * By σ, which every calibration has its own of, then by poles; 512 products each. Not by the gallery's
 * version: an axis changes as little with a few images more as σ does.
 */
const axes = new WeakMap<PerAspect, LRUCache<string, MeasuredAxis>>();
const MOST_AXES = 200;

/** A recipe's compass, measured once for all of its queries. */
export interface TurnedCompass {
  /** float32, `[layout.total]`: added to the vector of a query with these aspects. */
  termOf(active: readonly Aspect[]): Float32Array;
  /** Images of a pole that are not there. */
  readonly missing: readonly ImageId[];
}

/**
 * What a recipe's compass adds to its queries; `undefined` where it stands in the middle or there is
 * none, so that the wall is the one without it to the byte.
 *
 * @throws {AppError} what store and embedder throw.
 */
export async function turnedCompass(
  { compass, dials }: Recipe,
  sigma: PerAspect,
  trail: Trail,
  deps: SearchDeps,
): Promise<TurnedCompass | undefined> {
  if (!compass || compass.amount === 0) return undefined;
  const { vector, spread, missing } = await measured(compass.axis, sigma, trail, deps);
  return {
    termOf(active) {
      const asked = perAspect((aspect) => (active.includes(aspect) ? dials[aspect] : 0));
      return compassTerm(vector, spread, compass.amount, asked);
    },
    missing,
  };
}

async function measured(
  axis: Axis,
  sigma: PerAspect,
  trail: Trail,
  deps: SearchDeps,
): Promise<MeasuredAxis> {
  const sources = [...axis.low.sources, ...axis.high.sources];
  // A guest's vector is the trail's word for it: another trail may have another.
  const isShared = sources.every(({ kind }) => kind !== "guest");
  const measuredBefore = axes.get(sigma) ?? new LRUCache({ max: MOST_AXES });
  axes.set(sigma, measuredBefore);
  const key = JSON.stringify([axis.low.sources, axis.high.sources]);
  const known = isShared ? measuredBefore.get(key) : undefined;
  tellWork({ kind: "cache", cache: "compass_axes", isHit: known !== undefined });
  if (known) return known;
  const [low, high] = await Promise.all([
    readPole(axis.low, trail, deps),
    readPole(axis.high, trail, deps),
  ]);
  const { layout } = deps.store.schema;
  const hasBoth = low.energies.length > 0 && high.energies.length > 0;
  const vector = hasBoth
    ? axisVector(low.energies, high.energies, sigma, layout)
    : new Float32Array(layout.total);
  const sample = await deps.store.energies(await deps.store.sample(SAMPLE));
  const spread = axisSpread(
    vector,
    sample.flatMap((energy) => energy ?? []),
  );
  const found = { vector, spread, missing: [...low.missing, ...high.missing] };
  if (isShared) measuredBefore.set(key, found);
  return found;
}

async function readPole({ sources }: AxisPole, trail: Trail, deps: SearchDeps) {
  const ingredients = sources.map((source) => ({ source, weight: 1 }));
  const { energies, missing } = await readIngredients(ingredients, trail, deps);
  return { energies: energies.map(({ energy }) => energy), missing };
}
