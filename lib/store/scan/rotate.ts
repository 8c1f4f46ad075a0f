import { seededRandom } from "@/lib/energy/prng";
import type { BlockLayout } from "./arena-layout";

const ROUNDS = 2;

/** Signs by block, round and dim; the same in every process, as codes on disk depend on them. */
const signs = new Map<string, Int8Array>();

/**
 * A block in a fixed random rotation: padded with zeros to a power of two, then twice random signs and a
 * Walsh–Hadamard transform (Ailon & Chazelle, SIAM J. Comput. 39(1), 2009). Lengths and angles stay.
 *
 * @param index which block, so that blocks are rotated apart.
 */
export function rotate(
  values: Float32Array,
  { rotated }: BlockLayout,
  index: number,
): Float32Array {
  const out = new Float32Array(rotated);
  out.set(values);
  for (let round = 0; round < ROUNDS; round++) {
    const own = signsOf(index, round, rotated);
    for (let i = 0; i < rotated; i++) out[i] = (out[i] ?? 0) * (own[i] ?? 1);
    transform(out);
  }
  // Each transform makes vectors √dims longer.
  const scale = rotated ** (-ROUNDS / 2);
  for (let i = 0; i < rotated; i++) out[i] = (out[i] ?? 0) * scale;
  return out;
}

function transform(values: Float32Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let i = start; i < start + half; i++) {
        const [a, b] = [values[i] ?? 0, values[i + half] ?? 0];
        values[i] = a + b;
        values[i + half] = a - b;
      }
    }
  }
}

function signsOf(index: number, round: number, dims: number): Int8Array {
  const key = `${index} ${round} ${dims}`;
  const known = signs.get(key);
  if (known) return known;
  const random = seededRandom(`rotation ${index} ${round}`);
  const made = Int8Array.from({ length: dims }, () => (random() < 0.5 ? -1 : 1));
  signs.set(key, made);
  return made;
}
