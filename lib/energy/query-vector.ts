import {
  ASPECTS,
  type Aspect,
  blockOf,
  type EnergyLayout,
  type PerAspect,
  perAspect,
} from "./aspects";
import { dot, normalize } from "./unit-vector";

/** The pushes together never take away more than this share of a pull's length (design §1). */
const MAX_PUSH = 0.5;

/** An ingredient once its vector is known. */
export interface WeightedEnergy {
  /** float32, `[layout.total]`: unit or zero blocks. */
  readonly energy: Float32Array;
  /** In [−1, 1], not 0: positive pulls, negative pushes. */
  readonly weight: number;
  /** Which of its aspects count, each in [0, 1]. Absent: all of them, fully. */
  readonly aspects?: PerAspect | undefined;
}

/**
 * The one direction that several ingredients point to, aspect by aspect: pulls are averaged by
 * weight and normalised; the sum of the pushes is subtracted, capped at half the pull's length;
 * the rest is normalised again so that a push never weakens an aspect's say.
 *
 * A block without a pull is zero and takes no part.
 *
 * @returns float32, `[layout.total]`: unit or zero blocks.
 */
export function combine(
  ingredients: readonly WeightedEnergy[],
  layout: EnergyLayout,
): Float32Array<ArrayBuffer> {
  const direction = new Float32Array(layout.total);
  for (const aspect of ASPECTS) {
    const { offset } = layout.blocks[aspect];
    direction.set(combineBlock(ingredients, aspect, layout), offset);
  }
  return direction;
}

/**
 * The questions that ingredients ask: one together or, where they are kept apart, one for each pull, the
 * pushes in all of them.
 */
export function questionsOf<T extends WeightedEnergy>(
  ingredients: readonly T[],
  isApart: boolean,
): readonly (readonly T[])[] {
  const pulls = ingredients.filter(({ weight }) => weight > 0);
  if (!isApart || pulls.length < 2) return [ingredients];
  const pushes = ingredients.filter(({ weight }) => weight < 0);
  return pulls.map((pull) => [pull, ...pushes]);
}

function combineBlock(
  ingredients: readonly WeightedEnergy[],
  aspect: Aspect,
  layout: EnergyLayout,
): Float32Array {
  const { dims } = layout.blocks[aspect];
  const pull = new Float32Array(dims);
  const push = new Float32Array(dims);
  for (const { energy, weight, aspects } of ingredients) {
    const share = weight * (aspects?.[aspect] ?? 1);
    addScaled(share > 0 ? pull : push, blockOf(energy, aspect, layout), Math.abs(share));
  }
  const direction = normalize(pull);
  if (isZero(direction)) return direction;
  const pushLength = Math.sqrt(dot(push, push));
  if (pushLength === 0) return direction;
  addScaled(direction, push, -Math.min(1, MAX_PUSH / pushLength));
  return normalize(direction);
}

/**
 * Scales each block of a direction by `dialₐ / σₐ`, so that equal dials mean equal say: the query
 * vector whose dot product with an energy vector is the score.
 *
 * @param sigma spread of each aspect's similarity over random pairs of the gallery, > 0.
 */
export function applyDials(
  direction: Float32Array,
  dials: PerAspect,
  sigma: PerAspect,
  layout: EnergyLayout,
): Float32Array<ArrayBuffer> {
  const query = Float32Array.from(direction);
  for (const aspect of ASPECTS) {
    const scale = dials[aspect] / sigma[aspect];
    const block = blockOf(query, aspect, layout);
    for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) * scale;
  }
  return query;
}

/** The aspects that take part: their block exists and their dial is above zero. */
export function activeAspects(
  direction: Float32Array,
  dials: PerAspect,
  layout: EnergyLayout,
): Aspect[] {
  return ASPECTS.filter(
    (aspect) => dials[aspect] > 0 && !isZero(blockOf(direction, aspect, layout)),
  );
}

/**
 * The weights that dials come to: `dialₐ / σₐ` of the aspects that take part, 0 for the others.
 *
 * @param sigma spread of each aspect's similarity over random pairs of the gallery, > 0.
 */
export function weightsOf(
  dials: PerAspect,
  sigma: PerAspect,
  active: readonly Aspect[] = ASPECTS,
): PerAspect {
  return perAspect((aspect) => (active.includes(aspect) ? dials[aspect] / sigma[aspect] : 0));
}

/**
 * How alike two energies are with weights on their aspects: Σ wₐ ⟨aₐ, bₐ⟩.
 *
 * @param weights as of a query: `dialₐ / σₐ` of the aspects that take part, 0 for the others.
 */
export function weightedSimilarity(
  a: Float32Array,
  b: Float32Array,
  weights: PerAspect,
  layout: EnergyLayout,
): number {
  return ASPECTS.reduce(
    (sum, aspect) =>
      sum + weights[aspect] * dot(blockOf(a, aspect, layout), blockOf(b, aspect, layout)),
    0,
  );
}

function isZero(vector: Float32Array): boolean {
  return vector.every((value) => value === 0);
}

function addScaled(target: Float32Array, source: Float32Array, factor: number): void {
  for (let i = 0; i < target.length; i++) {
    target[i] = (target[i] ?? 0) + factor * (source[i] ?? 0);
  }
}
