import type { ArenaLayout } from "./arena-layout";
import { bfloat16Above } from "./bfloat16";

/** Largest int8 and int16 code; −128 and −32,768 are not used, so that codes are symmetric. */
const MAX_CODE = 127;
const MAX_QUERY_CODE = 32_767;
/**
 * Room for what is not the row's quantisation: float32 arithmetic of the scan (a few 1e-7 each) and
 * rounding of the exact score. Relative to the norms.
 */
const ROUNDING = 1e-5;
/** Below this a float32 scale loses digits: the block's codes are zero and its bound is wide. */
const MIN_QUERY_SCALE = 1e-30;

/**
 * Writes an energy as int8 codes, each block with its own scale, and says how far off each block
 * can be: by Cauchy–Schwarz |⟨q, x⟩ − ⟨q̂, x̂⟩| ≤ ‖q‖·‖x − x̂‖ + ‖q − q̂‖·‖x̂‖. The second term is
 * folded into the first through ‖q − q̂‖ ≤ ‖q‖·√dims / 65,534, so a bound a row and block times
 * ‖q‖ is all that a scan needs.
 *
 * @param codes `[layout.codeBytes]`. @param scales `[4]`, bfloat16. @param errors `[4]`, bfloat16.
 */
export function quantizeEnergy(
  energy: Float32Array,
  layout: ArenaLayout,
  codes: Int8Array,
  scales: Float32Array,
  errors: Float32Array,
): void {
  layout.blocks.forEach(({ offset, dims, codeOffset }, block) => {
    let largest = 0;
    let squares = 0;
    for (let i = 0; i < dims; i++) {
      const value = energy[offset + i] ?? 0;
      if (value > largest) largest = value;
      else if (-value > largest) largest = -value;
      squares += value * value;
    }
    const scale = bfloat16Above(largest / MAX_CODE);
    let errorSquares = 0;
    for (let i = 0; i < dims; i++) {
      const value = energy[offset + i] ?? 0;
      const code = scale > 0 ? clamp(Math.round(value / scale), MAX_CODE) : 0;
      codes[codeOffset + i] = code;
      errorSquares += (value - code * scale) ** 2;
    }
    const error = Math.sqrt(errorSquares);
    const norm = Math.sqrt(squares) + error;
    scales[block] = scale;
    errors[block] = bfloat16Above(
      error + norm * (Math.sqrt(dims) / (2 * MAX_QUERY_CODE) + ROUNDING),
    );
  });
}

/**
 * Writes a query as int16 codes with a scale a block, and the norms that errors are multiplied by.
 *
 * @param groups `[4]`: how many groups of 16 the kernel reads of a block; negative for a block that
 *   is zero, which is stepped over.
 */
export function quantizeQuery(
  query: Float32Array,
  layout: ArenaLayout,
  out: {
    readonly codes: Int16Array;
    readonly scales: Float32Array;
    readonly norms: Float32Array;
    readonly groups: Int32Array;
  },
): void {
  out.codes.fill(0);
  layout.blocks.forEach(({ offset, dims, codeOffset, groups }, block) => {
    const values = query.subarray(offset, offset + dims);
    let largest = 0;
    let squares = 0;
    for (const value of values) {
      largest = Math.max(largest, Math.abs(value));
      squares += value * value;
    }
    const scale = Math.fround(largest / MAX_QUERY_CODE);
    out.scales[block] = scale;
    const isZero = scale < MIN_QUERY_SCALE;
    // Codes of zero are off by the whole block, ‖q‖·‖x‖; errors are at least ROUNDING · ‖x‖.
    out.norms[block] = Math.sqrt(squares) * (isZero ? 10 / ROUNDING : 1 + ROUNDING);
    out.groups[block] = isZero ? -groups : groups;
    if (isZero) return;
    values.forEach((value, i) => {
      out.codes[codeOffset + i] = clamp(Math.round(value / scale), MAX_QUERY_CODE);
    });
  });
}

function clamp(code: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, code));
}
