import { ASPECTS, type Aspect, blockOf, type EnergyLayout, type PerAspect } from "./aspects";
import { dot, normalize } from "./unit-vector";

/**
 * At ±1 the axis moves a score by this many times what the query does: a random picture's score varies
 * by its dials, and its place on the axis is counted in the same unit.
 */
const FULL_SAY = 1.5;
/** Projections vary by less only where the gallery does not know the axis: it is not blown up. */
const MIN_SPREAD = 0.05;

/**
 * The direction from one pole to the other: aspect by aspect the normalised difference of the poles'
 * means, over σ, so that each aspect that tells the poles apart has the same say. An aspect in which
 * only one pole says something points to it, or away from it.
 *
 * @param low, high energies, at least one each; unit or zero blocks.
 * @returns float32, `[layout.total]`; all zero where the poles do not differ.
 */
export function axisVector(
  low: readonly Float32Array[],
  high: readonly Float32Array[],
  sigma: PerAspect,
  layout: EnergyLayout,
): Float32Array {
  const axis = new Float32Array(layout.total);
  for (const aspect of ASPECTS) {
    const from = meanBlock(low, aspect, layout);
    const to = meanBlock(high, aspect, layout);
    const direction = normalize(to.map((value, i) => value - (from[i] ?? 0)));
    const scaled = direction.map((value) => value / sigma[aspect]);
    axis.set(scaled, layout.blocks[aspect].offset);
  }
  return axis;
}

/** Mean of the blocks that exist, normalised: two pictures without light say nothing of it. */
function meanBlock(
  energies: readonly Float32Array[],
  aspect: Aspect,
  layout: EnergyLayout,
): Float32Array {
  const sum = new Float32Array(layout.blocks[aspect].dims);
  for (const energy of energies) {
    const block = blockOf(energy, aspect, layout);
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (block[i] ?? 0);
  }
  return normalize(sum);
}

/** Standard deviation of where a sample stands on the axis, at least 0.05. */
export function axisSpread(axis: Float32Array, sample: readonly Float32Array[]): number {
  const places = sample.map((energy) => dot(axis, energy));
  const mean = places.reduce((sum, place) => sum + place, 0) / Math.max(1, places.length);
  const variance =
    places.reduce((sum, place) => sum + (place - mean) ** 2, 0) / Math.max(1, places.length);
  return Math.max(MIN_SPREAD, Math.sqrt(variance));
}

/**
 * What is added to a query vector to turn the compass: the axis, scaled so that its say beside the
 * query's is the same for every axis and any dials.
 *
 * Whatever k is, the best k by `score + amount × place` stand the farther along the axis the larger the
 * amount: the best sum is a maximum of functions that are linear in the amount, so it is convex, and
 * the places of the best k are its slope.
 *
 * @param amount in [−1, 1].
 * @param spread as {@link axisSpread} measures it.
 * @param dials of the aspects that take part, 0 for the others.
 */
export function compassTerm(
  axis: Float32Array,
  spread: number,
  amount: number,
  dials: PerAspect,
): Float32Array {
  const say = Math.sqrt(ASPECTS.reduce((sum, aspect) => sum + dials[aspect] ** 2, 0));
  const scale = (amount * FULL_SAY * say) / spread;
  return axis.map((value) => value * scale);
}
