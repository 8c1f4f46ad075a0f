import { LIGHT_DIMS } from "./aspects";
import { type Oklab, oklabOf } from "./oklab";
import { normalize, type UnitVector } from "./unit-vector";

const SIDE = Math.sqrt(LIGHT_DIMS);

/**
 * Standard deviation of the 64 lightnesses below which a picture is flat: a tenth of what a soft
 * gradient has, ten times what JPEG noise leaves in the mean of a block.
 */
const FLAT_BELOW = 0.01;

/**
 * Where a picture is light and where dark (painters call it notan): mean OKLab lightness of 8 × 8
 * blocks, less their mean. How bright the whole is, and how strong the contrast, is left out.
 *
 * @param rgb RGB8, HWC, `width × height × 3` bytes; both sides at least 8.
 * @returns float32, `[64]`, row by row from the top left; length 1, or zero for a flat picture.
 * @throws {RangeError} for a picture smaller than 8 × 8.
 */
export function lightOf(rgb: Uint8Array, width: number, height: number): UnitVector {
  if (width < SIDE || height < SIDE) {
    throw new RangeError(`Expected at least 8 × 8 px but received ${width} × ${height}`);
  }
  const sums = new Float64Array(LIGHT_DIMS);
  const counts = new Float64Array(LIGHT_DIMS);
  const colour: Oklab = { lightness: 0, a: 0, b: 0 };
  for (let y = 0; y < height; y++) {
    const row = SIDE * Math.floor((y * SIDE) / height);
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x);
      oklabOf(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0, colour);
      const block = row + Math.floor((x * SIDE) / width);
      sums[block] = (sums[block] ?? 0) + colour.lightness;
      counts[block] = (counts[block] ?? 0) + 1;
    }
  }
  const means = sums.map((sum, block) => sum / (counts[block] ?? 1));
  const mean = means.reduce((sum, value) => sum + value, 0) / LIGHT_DIMS;
  const centred = means.map((value) => value - mean);
  const variance = centred.reduce((sum, value) => sum + value * value, 0) / LIGHT_DIMS;
  return normalize(Math.sqrt(variance) < FLAT_BELOW ? centred.fill(0) : centred);
}
