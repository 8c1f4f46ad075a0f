import { LIGHT_DIMS } from "./aspects";
import { checkPixels, lightnessOf } from "./oklab";
import { normalize, type UnitVector } from "./unit-vector";

const SIDE = 8;

/**
 * A map whose cells differ less than this (standard deviation of OKLab L) is flat. It is half of
 * what the eye tells apart (about 0.02 in OKLab), and ten times what JPEG at quality 30 makes of
 * one even grey, so below it the direction of the vector would be noise.
 */
const FLAT_DEVIATION = 0.01;

/**
 * Where a picture is light and where dark (painters call it notan): the mean OKLab lightness of
 * 8 × 8 equal cells, row by row from the top left, minus their mean, scaled to length 1.
 *
 * Brightening the whole picture (in L) or raising its contrast leaves it as it is. All zeros for a
 * flat picture. Cells are exact areas: a pixel on a border counts in each cell by its part.
 *
 * @param rgb sRGB8, HWC, any size from 1 × 1. Cost is linear in pixels.
 * @throws {RangeError} when `rgb` is not `width × height × 3` bytes, or empty.
 */
export function lightOf(rgb: Uint8Array, width: number, height: number): UnitVector {
  checkPixels(rgb, width, height);
  const cells = cellMeans(rgb, width, height);
  const mean = cells.reduce((sum, value) => sum + value, 0) / LIGHT_DIMS;
  const centred = cells.map((value) => value - mean);
  const variance = centred.reduce((sum, value) => sum + value * value, 0) / LIGHT_DIMS;
  if (Math.sqrt(variance) < FLAT_DEVIATION) centred.fill(0);
  return normalize(centred);
}

function cellMeans(rgb: Uint8Array, width: number, height: number): Float64Array {
  const across = overlaps(width);
  const down = overlaps(height);
  const cells = new Float64Array(LIGHT_DIMS);
  const row = new Float64Array(SIDE);
  for (let y = 0; y < height; y++) {
    row.fill(0);
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 3;
      const lightness = lightnessOf(rgb[i] ?? 0, rgb[i + 1] ?? 0, rgb[i + 2] ?? 0);
      for (const { cell, part } of across[x] ?? []) row[cell] = (row[cell] ?? 0) + part * lightness;
    }
    for (const { cell, part } of down[y] ?? []) {
      for (let x = 0; x < SIDE; x++) {
        const at = cell * SIDE + x;
        cells[at] = (cells[at] ?? 0) + part * (row[x] ?? 0);
      }
    }
  }
  return cells;
}

interface Overlap {
  readonly cell: number;
  /** Part of the cell's length that the pixel covers, in (0, 1]. */
  readonly part: number;
}

/** For each of `length` pixels in a line, the cells it covers. */
function overlaps(length: number): Overlap[][] {
  const size = length / SIDE;
  return Array.from({ length }, (_, pixel) =>
    Array.from({ length: SIDE }, (_, cell) => ({
      cell,
      part: (Math.min(pixel + 1, (cell + 1) * size) - Math.max(pixel, cell * size)) / size,
    })).filter(({ part }) => part > 1e-9),
  );
}
