import {
  ASPECTS,
  blockOf,
  type EnergyLayout,
  LIGHT_DIMS,
  PALETTE_DIMS,
} from "@/lib/energy/aspects";
import { normalize } from "@/lib/energy/unit-vector";
import { AppError } from "@/lib/errors";

const INT8_MAX = 127;

/**
 * An energy vector as a trail carries it: int8, each aspect's block scaled so that its largest
 * magnitude is 127. Cosine to the original is above 0.999 for blocks of 64 to 256 dims.
 */
export function quantiseGuest(energy: Float32Array, layout: EnergyLayout): Int8Array {
  checkLength(energy.length, layout);
  const vector = new Int8Array(layout.total);
  for (const aspect of ASPECTS) {
    const block = blockOf(energy, aspect, layout);
    const largest = block.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
    if (!(largest > 0)) continue;
    const { offset } = layout.blocks[aspect];
    block.forEach((value, i) => {
      vector[offset + i] = Math.round((value / largest) * INT8_MAX);
    });
  }
  return vector;
}

/**
 * The inverse of {@link quantiseGuest}: blocks of length 1, or zero where the aspect does not exist.
 *
 * @throws {AppError} `dimension_mismatch` when the vector is not of this layout.
 */
export function dequantiseGuest(vector: Int8Array, layout: EnergyLayout): Float32Array {
  checkLength(vector.length, layout);
  const energy = Float32Array.from(vector);
  for (const aspect of ASPECTS) {
    const block = blockOf(energy, aspect, layout);
    block.set(normalize(block));
  }
  return energy;
}

/**
 * The part of a guest's vector that means the same under any model: palette and light, which stand last
 * in every layout. Empty where it has none.
 */
export function pixelAspects(vector: Int8Array): Int8Array {
  const dims = PALETTE_DIMS + LIGHT_DIMS;
  return vector.length < dims ? new Int8Array(0) : vector.slice(-dims);
}

function checkLength(length: number, layout: EnergyLayout): void {
  if (length === layout.total) return;
  throw new AppError(
    "dimension_mismatch",
    `Expected a guest of ${layout.total} dims but received ${length}. It was embedded by another model: bring the picture again.`,
  );
}
