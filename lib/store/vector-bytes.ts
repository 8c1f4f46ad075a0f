/** The bytes of a vector, not copied. */
export function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Whether two vectors are the same to the last bit. */
export function isSameVector(a: Float32Array, b: Float32Array | undefined): boolean {
  return b !== undefined && Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}
