/**
 * The numbers of a vector as a Parquet file has it: a list, or bytes of little-endian float32. What is
 * no number becomes NaN.
 */
export function vectorOf(value: unknown): ArrayLike<number> | undefined {
  if (value instanceof Uint8Array) return floatsOf(value);
  if (value instanceof Float32Array || value instanceof Float64Array) return value;
  if (!Array.isArray(value)) return undefined;
  return value.every((one) => typeof one === "number") ? value : value.map(numberOf);
}

/** 64-bit integers come as bigints. */
function numberOf(value: unknown): number {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;
}

function floatsOf(bytes: Uint8Array): Float32Array {
  const floats = new Float32Array(Math.floor(bytes.byteLength / 4));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < floats.length; i++) floats[i] = view.getFloat32(4 * i, true);
  return floats;
}

/** Norms below this are noise: the vector has no direction. */
const MIN_NORM = 1e-6;

/**
 * Scales a vector to length 1 where it stands; one without a direction becomes zero.
 *
 * @returns whether all its values are finite; else nothing is changed.
 */
export function scaleToUnit(vector: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += (vector[i] ?? 0) ** 2;
  if (!Number.isFinite(sum)) return false;
  const norm = Math.sqrt(sum);
  const scale = norm < MIN_NORM ? 0 : 1 / norm;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) * scale;
  return true;
}
