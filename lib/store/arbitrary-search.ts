import fc from "fast-check";
import { ASPECTS, blockOf } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { sampleEnergy, seededRandom } from "./sample-rows";
import type { ImageRow, SearchOptions, StoreSchema } from "./vector-store";

const dial = fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 50, noNaN: true }));

/** Present or not: `exactOptionalPropertyTypes` knows no `undefined`. */
const filters: fc.Arbitrary<Filters> = fc.record(
  {
    made: fc.subarray(["generator", "person", "unknown"] as const),
    orientation: fc.subarray(["landscape", "portrait", "square"] as const),
    licence: fc.subarray(["CC0", "CC BY 4.0", "never seen"]),
    source: fc.subarray(["museum", "camera"]),
    yearFrom: fc.integer({ min: 1400, max: 2000 }),
    yearTo: fc.integer({ min: 1400, max: 2000 }),
  },
  { requiredKeys: [] },
);

/** Searches with any dials (zero ones too), filters, exclusions and limits. */
export function arbitrarySearch(
  { layout }: StoreSchema,
  rows: readonly ImageRow[],
): fc.Arbitrary<{ query: Float32Array; options: SearchOptions }> {
  return fc
    .record({
      seed: fc.integer(),
      dials: fc.record({ subject: dial, style: dial, palette: dial, light: dial }),
      near: fc.option(fc.nat({ max: rows.length - 1 })),
      limit: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(rows.length)),
      filters: fc.option(filters),
      excluded: fc.array(fc.nat({ max: rows.length - 1 }), { maxLength: 30 }),
    })
    .map(({ seed, dials, near, limit, filters, excluded }) => {
      const centre = near === null ? undefined : rows[near]?.energy;
      const query = Float32Array.from(sampleEnergy(layout, seededRandom(seed), centre, 0.3));
      for (const aspect of ASPECTS) {
        const block = blockOf(query, aspect, layout);
        block.forEach((value, i) => {
          block[i] = value * dials[aspect];
        });
      }
      const exclude = new Set(excluded.map((at) => rows[at]?.id).filter(isThere));
      return { query, options: { limit, exclude, ...(filters && { filters }) } };
    });
}

function isThere(id: ImageId | undefined): id is ImageId {
  return id !== undefined;
}
