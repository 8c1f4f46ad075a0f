import { type ArenaLayout, BIT_QUERY_BYTES, type BlockLayout } from "./arena-layout";
import { bfloat16Above, nearestBfloat16 } from "./bfloat16";
import { rotate } from "./rotate";

/** Where the levels of two bits stand, in deviations of a normal variable (Max, IRE IT-6(1), 1960). */
const INNER_LEVEL = 0.4528;
const OUTER_LEVEL = 1.51;
const OUTER_FROM = 0.9816;
/** The largest table entry: four of them are added in a byte before sums are widened. */
const MAX_ENTRY = 63;
/** bfloat16 rounds factors to 1 part in 512. */
const FACTOR_ROUNDING = 2 ** -9;
/** The least part of a query's squared length that an estimate is taken to be unsure of. */
const MIN_UNSURE = 1 / 64;

/** What a scan knows of one block of a row besides its codes. */
export interface BitFactors {
  /** `[4]`: what the sum over the codes is multiplied by, so that the estimate is unbiased. */
  readonly factors: Float32Array;
  /** `[4]`: deviation of the estimate for a query of length 1 at a right angle to the row. */
  readonly spreads: Float32Array;
}

/**
 * Writes an energy as one or two bits a rotated dim, after RaBitQ (Gao & Long, SIGMOD 2024): by block, in a
 * random rotation, the signs of a unit vector x (and whether values are large) make a vector x̄;
 * ⟨q, x̄⟩ · ‖x‖² / ⟨x, x̄⟩ is an unbiased estimate of ⟨q, x⟩. It is off by ⟨q, e⟩ with e at a right angle to
 * x, and as the rotation is random, so is the direction of e: the deviation is ‖q⊥‖ · ‖e‖ / √(dims − 1),
 * q⊥ the part of the query at a right angle to x.
 *
 * @param codes `[layout.bitBytes]`: four bits a table of the query, low half first.
 */
export function writeBitCodes(
  energy: Float32Array,
  layout: ArenaLayout,
  codes: Uint8Array,
  { factors, spreads }: BitFactors,
): void {
  codes.fill(0);
  layout.blocks.forEach((block, index) => {
    const rotated = rotate(energy.subarray(block.offset, block.offset + block.dims), block, index);
    const { bitsPerDim, bitOffset } = block;
    let squares = 0;
    for (const value of rotated) squares += value * value;
    const outer = OUTER_FROM * Math.sqrt(squares / rotated.length);
    let along = 0;
    let levels = 0;
    rotated.forEach((value, i) => {
      const code = codeOf(value, bitsPerDim, outer);
      const level = levelOf(code, bitsPerDim);
      along += value * level;
      levels += level * level;
      const bit = i * bitsPerDim;
      codes[bitOffset + (bit >> 3)] = (codes[bitOffset + (bit >> 3)] ?? 0) | (code << (bit & 7));
    });
    const exact = along > 0 ? squares / along : 0;
    factors[index] = nearestBfloat16(exact);
    const off = Math.sqrt(Math.max(0, exact * exact * levels - squares) / (rotated.length - 1));
    spreads[index] =
      along > 0 ? bfloat16Above(off + exact * Math.sqrt(levels) * FACTOR_ROUNDING) : 0;
  });
}

/**
 * Writes a query as tables for the kernel: what each value of four bits adds to the sum, in whole steps
 * from the least (FastScan: André et al., VLDB 2015); and its numbers a block, see `scanBits`.
 *
 * @param tables `[layout.bitBytes × 2 × 16]`. @param numbers `[4 × BIT_QUERY_BYTES]` bytes.
 * @param address of `tables` in the kernel's memory.
 */
export function writeBitQuery(
  query: Float32Array,
  layout: ArenaLayout,
  tables: Uint8Array,
  numbers: DataView,
  address: number,
): void {
  layout.blocks.forEach((block, index) => {
    const values = query.subarray(block.offset, block.offset + block.dims);
    const entries = tableEntries(rotate(values, block, index), block);
    const lows = new Float32Array(entries.length / 16);
    let range = 0;
    let least = 0;
    lows.forEach((_, table) => {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (let i = table * 16; i < table * 16 + 16; i++) {
        const entry = entries[i] ?? 0;
        if (entry < low) low = entry;
        if (entry > high) high = entry;
      }
      lows[table] = low;
      range = Math.max(range, high - low);
      least += low;
    });
    const step = range / MAX_ENTRY;
    const start = block.bitOffset * 2 * 16;
    entries.forEach((entry, i) => {
      tables[start + i] = step > 0 ? Math.round((entry - (lows[i >> 4] ?? 0)) / step) : 0;
    });
    const squares = values.reduce((sum, value) => sum + value * value, 0);
    const at = index * BIT_QUERY_BYTES;
    numbers.setInt32(at, block.bitBytes, true);
    numbers.setInt32(at + 4, squares > 0 ? 1 : 0, true);
    numbers.setUint32(at + 8, address + start, true);
    numbers.setFloat32(at + 12, step, true);
    numbers.setFloat32(at + 16, least, true);
    numbers.setFloat32(at + 20, squares, true);
    numbers.setFloat32(at + 24, squares * MIN_UNSURE, true);
    // Each entry is rounded by up to half a step, evenly.
    numbers.setFloat32(at + 28, (block.bitBytes * 2 * step * step) / 12, true);
    numbers.setUint32(at + 32, block.planeOffset, true);
  });
}

/** What each value of four bits adds to ⟨q, x̄⟩, 16 a half byte of codes. */
function tableEntries(rotated: Float32Array, { bitsPerDim, bitBytes }: BlockLayout): Float32Array {
  const entries = new Float32Array(bitBytes * 2 * 16);
  const dims = 4 / bitsPerDim;
  const mask = 2 ** bitsPerDim - 1;
  for (let i = 0; i < entries.length; i++) {
    const first = (i >> 4) * dims;
    let sum = 0;
    for (let dim = 0; dim < dims; dim++) {
      const code = ((i & 15) >> (dim * bitsPerDim)) & mask;
      sum += (rotated[first + dim] ?? 0) * levelOf(code, bitsPerDim);
    }
    entries[i] = sum;
  }
  return entries;
}

/** The lower bit says whether a value is positive, the upper one whether it is large. */
function codeOf(value: number, bitsPerDim: 1 | 2, outer: number): number {
  const sign = value > 0 ? 1 : 0;
  return bitsPerDim === 2 && Math.abs(value) > outer ? sign | 2 : sign;
}

function levelOf(code: number, bitsPerDim: 1 | 2): number {
  const size = bitsPerDim === 1 ? 1 : code & 2 ? OUTER_LEVEL : INNER_LEVEL;
  return code & 1 ? size : -size;
}
