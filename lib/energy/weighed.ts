import { ASPECTS, blockOf, type EnergyLayout, type PerAspect } from "./aspects";

/**
 * An energy with its blocks scaled so that the dot product of two is their weighted similarity over
 * Σ wₐ, in [−1, 1].
 *
 * @param weights `dialₐ / σₐ` of the aspects that take part, 0 for the others; not all 0.
 */
export function weighed(
  energy: Float32Array,
  weights: PerAspect,
  layout: EnergyLayout,
): Float32Array {
  const total = ASPECTS.reduce((sum, aspect) => sum + weights[aspect], 0);
  const scaled = Float32Array.from(energy);
  for (const aspect of ASPECTS) {
    const factor = Math.sqrt(weights[aspect] / total);
    const block = blockOf(scaled, aspect, layout);
    for (let i = 0; i < block.length; i++) block[i] = (block[i] ?? 0) * factor;
  }
  return scaled;
}
