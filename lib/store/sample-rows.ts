import { createHash } from "node:crypto";
import { ASPECTS, blockOf, type EnergyLayout, energyLayout } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { normalize } from "@/lib/energy/unit-vector";
import type { ImageRow, StoreSchema } from "./vector-store";

/** Made-up rows for tests and benchmarks: no two alike, the same for the same seed. */

/** A schema of the size that a test needs; `wavelength-1` has 256, 128 and 128. */
export function sampleSchema(subject = 20, style = 9, copyDims = 8): StoreSchema {
  return { modelId: "sample-1", layout: energyLayout({ subject, style }), copyDims };
}

/** The id of the image that this number names. */
export function sampleId(n: number): ImageId {
  const digest = createHash("sha256").update(`image ${n}`).digest();
  return digest.subarray(0, 8).toString("base64url") as ImageId;
}

/** Mulberry32: uniform in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Nearly normal, mean 0, deviation 1: twelve uniforms would do, three are enough here. */
function bell(random: () => number): number {
  return (random() + random() + random() - 1.5) * 2;
}

/** A random energy with unit blocks; near `centre` when there is one. */
export function sampleEnergy(
  layout: EnergyLayout,
  random: () => number,
  centre?: Float32Array,
  scatter = 1,
): Float32Array {
  const energy = new Float32Array(layout.total);
  for (const aspect of ASPECTS) {
    const block = blockOf(energy, aspect, layout);
    const around = centre && blockOf(centre, aspect, layout);
    const step = scatter / Math.sqrt(Math.max(1, block.length));
    block.set(
      normalize(Float32Array.from(block, (_, i) => (around?.[i] ?? 0) + step * bell(random))),
    );
  }
  return energy;
}

/** Image `n`: its vectors and details follow from `n` and the seed. */
export function sampleRow(
  schema: StoreSchema,
  n: number,
  options: { readonly seed?: number; readonly energy?: Float32Array } = {},
): ImageRow {
  const random = seededRandom((options.seed ?? 0) * 1_000_003 + n);
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)];
  const generated = pick([true, false, undefined]);
  const licence = pick(["CC0", "CC BY 4.0", undefined]);
  const source = pick(["museum", "camera", undefined]);
  const year = pick([1500, 1850, 1999, undefined]);
  return {
    id: sampleId(n),
    width: 100 + Math.floor(random() * 900),
    height: pick([100, 400, 700]) ?? 100,
    thumbhash: Uint8Array.from({ length: 21 }, () => random() * 256),
    details: {
      title: `Image ${n}`,
      ...(generated !== undefined && { generated }),
      ...(licence !== undefined && { licence }),
      ...(source !== undefined && { source }),
      ...(year !== undefined && { year }),
      extra: { number: n },
    },
    locations: [
      { path: `/pictures/${n}.jpg`, bytes: 1_000 + n, modifiedMs: 1_700_000_000_000 + n },
    ],
    addedMs: 1_700_000_000_000 + n,
    energy: options.energy ?? sampleEnergy(schema.layout, random),
    copy: normalize(Float32Array.from({ length: schema.copyDims }, () => bell(random))),
  };
}

/** Images `from` to `to`, without the last. */
export function sampleRows(
  schema: StoreSchema,
  from: number,
  to: number,
  options: { readonly seed?: number } = {},
): ImageRow[] {
  return Array.from({ length: to - from }, (_, i) => sampleRow(schema, from + i, options));
}
