import { ASPECTS, type EnergyLayout, type PerAspect } from "./aspects";
import { dot } from "./unit-vector";
import { weighed } from "./weighed";

/** Tiles that are placed by wandering; the rest of the wall follows by closeness. */
const WANDERED_TILES = 120;
/** Candidates that are weighed for them: enough variety, and 25 ms of dot products at 512 dims. */
const MAX_CANDIDATES = 400;
/** Ranks that the candidates come from at the least and at the most wander. */
const NEAREST_POOL = 120;
const WIDEST_POOL = 2_000;
/** At "surprise me" variety and novelty count this much, closeness the rest. */
const MAX_VARIETY = 0.75;

/** A neighbour that may be placed. */
export interface WanderCandidate {
  /** float32, `[layout.total]`: unit or zero blocks. */
  readonly energy: Float32Array;
  /** ⟨query, energy⟩, as it was ranked by. */
  readonly score: number;
}

/**
 * Which ranks of a wall of `count` are candidates: all of the nearest, then evenly spread over a pool
 * that widens with wander, at most 400. Rising.
 *
 * @param wander in (0, 1].
 */
export function wanderPool(count: number, wander: number): number[] {
  const widest = Math.round(NEAREST_POOL + wander ** 2 * (WIDEST_POOL - NEAREST_POOL));
  const pool = Math.min(count, widest);
  if (pool <= MAX_CANDIDATES) return Array.from({ length: pool }, (_, rank) => rank);
  return Array.from({ length: MAX_CANDIDATES }, (_, i) => Math.floor((i * pool) / MAX_CANDIDATES));
}

/**
 * An order that trades closeness for variety and novelty: maximal marginal relevance (Carbonell &
 * Goldstein, SIGIR 1998), where what was chosen already and what the trail has asked with both count
 * as "said". No chance is involved: the same trail gives the same wall.
 *
 * Similarities are weighted as the dials are, over Σ wₐ, so that all terms are in [−1, 1].
 *
 * @param candidates by descending score.
 * @param weights `dialₐ / σₐ` of the aspects that take part, 0 for the others; not all 0.
 * @param seen energies that the trail has asked with before.
 * @returns indices of candidates, at most 120, in the order they are shown.
 */
export function wanderOrder(
  candidates: readonly WanderCandidate[],
  options: {
    readonly wander: number;
    readonly weights: PerAspect;
    readonly seen: readonly Float32Array[];
    readonly layout: EnergyLayout;
  },
): number[] {
  const { wander, weights, seen, layout } = options;
  const variety = wander * MAX_VARIETY;
  const total = ASPECTS.reduce((sum, aspect) => sum + weights[aspect], 0);
  const scaled = candidates.map(({ energy }) => weighed(energy, weights, layout));
  const known = seen.map((energy) => weighed(energy, weights, layout));
  /** Per candidate: likeness to the nearest that was said already. */
  const said = scaled.map((one) =>
    known.reduce((most, other) => Math.max(most, dot(one, other)), 0),
  );
  const waiting = new Set(candidates.keys());
  const order: number[] = [];
  while (order.length < WANDERED_TILES && waiting.size > 0) {
    let best = -1;
    let bestWorth = Number.NEGATIVE_INFINITY;
    for (const i of waiting) {
      const closeness = (candidates[i]?.score ?? 0) / total;
      const worth = (1 - variety) * closeness - variety * (said[i] ?? 0);
      if (worth > bestWorth) {
        best = i;
        bestWorth = worth;
      }
    }
    waiting.delete(best);
    order.push(best);
    const chosen = scaled[best];
    if (!chosen) break;
    for (const i of waiting) {
      const other = scaled[i];
      if (other) said[i] = Math.max(said[i] ?? 0, dot(chosen, other));
    }
  }
  return order;
}
