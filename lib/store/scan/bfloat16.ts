/** bfloat16 is the upper half of a float32: 8 bits of exponent, 7 of mantissa (1 part in 256). */

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The upper half of a float32. */
export function bfloat16Bits(value: number): number {
  float[0] = value;
  return (bits[0] ?? 0) >>> 16;
}

/** The smallest bfloat16 that is not below `value`, which is not negative. */
export function bfloat16Above(value: number): number {
  float[0] = value;
  // Rounding to float32 may have gone down: one step up makes up for it.
  if ((float[0] ?? 0) < value) bits[0] = (bits[0] ?? 0) + 1;
  bits[0] = ((bits[0] ?? 0) + 0xffff) & 0xffff_0000;
  return float[0] ?? 0;
}

/** The nearest bfloat16 of a value that is not negative. */
export function nearestBfloat16(value: number): number {
  float[0] = value;
  bits[0] = ((bits[0] ?? 0) + 0x8000) & 0xffff_0000;
  return float[0] ?? 0;
}
