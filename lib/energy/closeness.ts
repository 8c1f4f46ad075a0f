import {
  ASPECTS,
  type Aspect,
  blockOf,
  type EnergyLayout,
  type PerAspect,
  perAspect,
} from "./aspects";
import { dot } from "./unit-vector";

/**
 * Similarities of fixed random pairs, aspect by aspect: the yardstick of a gallery version.
 * `values[aspect][i]` is the dot product of pair `i`'s blocks, in [−1, 1].
 */
export interface PairSimilarities {
  readonly values: PerAspect<Float32Array>;
  readonly pairs: number;
}

/** σ below this would let an aspect drown the others (a gallery of one colour). */
const MIN_SIGMA = 0.02;
/** σ of an aspect that has no pairs to be measured on: the middle of what was measured (CARD.md). */
const DEFAULT_SIGMA = 0.17;

/** A tile below this is not called close: one random pair in 20 is as near. */
const CLOSE_FROM = 0.95;

/** Pairs that tell the percentile to about 0.01 %. */
const CALIBRATION_PAIRS = 8_192;

/**
 * Similarities of `pairs` random pairs (a, b), a from `left`, b from `right`, never the same index
 * when both are one list. Deterministic: the pairs depend on the list lengths only.
 * Fewer than two vectors on a side give no pairs.
 *
 * @param densities of `right`, four a vector (`hubs.ts`): half of each is taken off, as it is off
 *   the score of a tile, so that both are measured alike. Absent: plain similarities.
 */
export function pairSimilarities(
  left: readonly Float32Array[],
  right: readonly Float32Array[],
  layout: EnergyLayout,
  { pairs = CALIBRATION_PAIRS, densities }: PairOptions = {},
): PairSimilarities {
  const same = left === right;
  const count = left.length < (same ? 2 : 1) || right.length < 1 ? 0 : pairs;
  const values = perAspect(() => new Float32Array(count));
  const next = pairSequence();
  for (let i = 0; i < count; i++) {
    const a = next() % left.length;
    const b = same ? (a + 1 + (next() % (right.length - 1))) % right.length : next() % right.length;
    const one = left[a];
    const other = right[b];
    if (!one || !other) continue;
    ASPECTS.forEach((aspect, k) => {
      const similarity = dot(blockOf(one, aspect, layout), blockOf(other, aspect, layout));
      values[aspect][i] = similarity - (densities?.[b * ASPECTS.length + k] ?? 0) / 2;
    });
  }
  return { values, pairs: count };
}

interface PairOptions {
  readonly pairs?: number;
  readonly densities?: Float32Array;
}

/** Standard deviation of each aspect's similarity over the pairs, at least 0.02. */
export function spread(similarities: PairSimilarities): PerAspect {
  return perAspect((aspect) => standardDeviation(similarities.values[aspect]));
}

function standardDeviation(values: Float32Array): number {
  if (values.length === 0) return DEFAULT_SIGMA;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.max(MIN_SIGMA, Math.sqrt(variance));
}

/**
 * How close a score is: the share of the pairs that score less with the same dials and the same
 * active aspects, in [0, 1] (design §1). Never a rank within the wall, never a raw cosine.
 * Without pairs (a gallery of one image) nothing can be said: −1.
 */
export function closenessScale(
  similarities: PairSimilarities,
  dials: PerAspect,
  sigma: PerAspect,
  active: readonly Aspect[],
): (score: number) => number {
  const { pairs, values } = similarities;
  if (pairs === 0) return () => -1;
  const scores = new Float32Array(pairs);
  for (const aspect of active) {
    const scale = dials[aspect] / sigma[aspect];
    const block = values[aspect];
    for (let i = 0; i < pairs; i++) scores[i] = (scores[i] ?? 0) + scale * (block[i] ?? 0);
  }
  scores.sort();
  return (score) => countBelow(scores, score) / pairs;
}

/** Whether a closeness is called close; what cannot be told is. */
export function isClose(closeness: number): boolean {
  return closeness < 0 || closeness >= CLOSE_FROM;
}

function countBelow(sorted: Float32Array, score: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A fixed sequence of 31-bit numbers (xorshift32, Marsaglia, J. Stat. Soft. 8(14), 2003). */
function pairSequence(): () => number {
  let state = 0x9e3779b9 | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 1;
  };
}
