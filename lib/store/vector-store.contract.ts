import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ASPECTS } from "@/lib/energy/aspects";
import { DENSITY_SAMPLE, densityOf } from "@/lib/energy/hubs";
import type { Filters } from "@/lib/energy/recipe";
import { dot } from "@/lib/energy/unit-vector";
import { arbitrarySearch } from "./arbitrary-search";
import { matchesFilters } from "./filter-match";
import { naiveSearch } from "./naive-search";
import { fnv1a } from "./sample-order";
import {
  sampleEnergy,
  sampleId,
  sampleRow,
  sampleRows,
  sampleSchema,
  seededRandom,
} from "./sample-rows";
import type { ImageRow, StoredImage, StoreSchema, VectorStore } from "./vector-store";

/** How a contract gets the store it tests: one collection, opened any number of times. */
export interface StoreFixture {
  /** A handle of the fixture's one collection. */
  open(schema: StoreSchema): Promise<VectorStore>;
  /** Whether a second handle sees the first one's rows. */
  readonly isShared: boolean;
  /** Closes what is open and removes the collection. */
  dispose(): Promise<void>;
}

const schema = sampleSchema();
const rows = sampleRows(schema, 0, 300);

/** Every promise of `vector-store.ts`. An adapter is done when this passes. */
export function describeVectorStore(name: string, makeFixture: () => Promise<StoreFixture>): void {
  describe(`${name} keeps the contract`, () => {
    let fixture: StoreFixture;
    let store: VectorStore;
    beforeEach(async () => {
      fixture = await makeFixture();
      store = await fixture.open(schema);
    });
    afterEach(() => fixture.dispose());

    it("starts empty, with a name of its own", async () => {
      expect(store.schema).toEqual(schema);
      expect(store.state().count).toBe(0);
      expect(store.state().galleryId).toMatch(/^[A-Za-z0-9_-]{8}$/);
      expect(await store.search(first(rows).energy, { limit: 5 })).toEqual([]);
      expect(await store.sample(5)).toEqual([]);
      expect((await store.removed()).size).toBe(0);
    });

    it("gives back what was put in, in the order asked, undefined where there is none", async () => {
      await store.upsert(rows.slice(0, 20));
      const asked = [sampleId(7), sampleId(999), sampleId(0), sampleId(7)];
      const expected = [rows[7], undefined, rows[0], rows[7]];
      expect(await store.get(asked)).toEqual(expected.map((row) => row && stored(row)));
      expect(await store.energies(asked)).toEqual(expected.map((row) => row?.energy));
      expect(await store.copies(asked)).toEqual(expected.map((row) => row?.copy));
    });

    it("measures how crowded it is around an image, against the sample of now", async () => {
      await store.upsert(rows);
      const ids = [sampleId(3), sampleId(999), sampleId(250)];
      const densities = await store.densities(ids);
      const others = await store.energies(await store.sample(DENSITY_SAMPLE));
      const expected = ids.map((id) => {
        const row = rows.find((candidate) => candidate.id === id);
        const sample = others.filter((energy) => energy && energy.join() !== row?.energy.join());
        const density =
          row &&
          densityOf(
            row.energy,
            sample.flatMap((energy) => energy ?? []),
            schema.layout,
          );
        return ASPECTS.map((aspect) => density?.[aspect] ?? 0);
      });
      expect(densities).toHaveLength(12);
      for (const [i, value] of expected.flat().entries())
        expect(densities[i]).toBeCloseTo(value, 4);

      const [replaced] = sampleRows(schema, 700, 701);
      if (!replaced) throw new Error("Expected a row");
      await store.upsert([{ ...replaced, id: sampleId(3) }]);
      const after = await store.densities([sampleId(3)]);
      expect([...after]).not.toEqual([...densities.subarray(0, 4)]);
    });

    it("hands out copies: changing one changes nothing that is kept", async () => {
      await store.upsert(rows.slice(0, 2));
      for (const [vector] of [
        await store.energies([sampleId(0)]),
        await store.copies([sampleId(0)]),
      ])
        vector?.fill(9);
      expect(await store.energies([sampleId(0)])).toEqual([rows[0]?.energy]);
      expect(await store.copies([sampleId(0)])).toEqual([rows[0]?.copy]);
    });

    it("replaces by id, vectors and all, and takes the last of a batch", async () => {
      await store.upsert(rows.slice(0, 10));
      const renewed = { ...sampleRow(schema, 3, { seed: 5 }), width: 777, height: 100 };
      await store.upsert([sampleRow(schema, 3, { seed: 4 }), renewed]);
      expect(store.state().count).toBe(10);
      expect(await store.get([sampleId(3)])).toEqual([stored(renewed)]);
      const [hit] = await store.search(renewed.energy, { limit: 1 });
      expect(hit?.id).toBe(sampleId(3));
      expect(hit?.aspectRatio).toBeCloseTo(7.77, 5);
    });

    it("updates locations and details, keeps vectors, and leaves unknown ids out", async () => {
      await store.upsert(rows.slice(0, 10));
      const locations = [{ path: "/elsewhere/a.png", bytes: 5, modifiedMs: 6 }];
      const details = { title: "Renamed", year: 1234, licence: "Mine" };
      await store.update([
        { id: sampleId(4), locations, details },
        { id: sampleId(50), locations, details },
      ]);
      expect(await store.get([sampleId(4), sampleId(50)])).toEqual([
        { ...stored(rows[4]), locations, details },
        undefined,
      ]);
      expect(await store.energies([sampleId(4)])).toEqual([rows[4]?.energy]);
      const filters = { yearFrom: 1234, yearTo: 1234, licence: ["Mine"] };
      const hits = await store.search(first(rows).energy, { limit: 10, filters });
      expect(hits.map(({ id }) => id)).toEqual([sampleId(4)]);
    });

    it("forgets an update when the image is put in again", async () => {
      await store.upsert(rows.slice(0, 2));
      await store.update([{ id: sampleId(1), locations: [], details: { title: "Renamed" } }]);
      await store.upsert(rows.slice(0, 2));
      expect(await store.get([sampleId(1)])).toEqual([stored(rows[1])]);
    });

    it("removes, counts what was there, and remembers until it is brought back", async () => {
      await store.upsert(rows.slice(0, 10));
      expect(await store.remove([sampleId(1), sampleId(2), sampleId(2), sampleId(77)])).toBe(2);
      expect(store.state().count).toBe(8);
      expect(await store.get([sampleId(1)])).toEqual([undefined]);
      expect(await store.energies([sampleId(1)])).toEqual([undefined]);
      const hits = await store.search(first(rows).energy, { limit: 100 });
      expect(hits).toHaveLength(8);
      expect(await store.remove([sampleId(1)])).toBe(0);
      expect([...(await store.removed())]).toEqual(
        expect.arrayContaining([sampleId(1), sampleId(2)]),
      );
      await store.upsert(rows.slice(1, 2));
      expect((await store.removed()).has(sampleId(1))).toBe(false);
      expect((await store.removed()).has(sampleId(2))).toBe(true);
      expect(await store.get([sampleId(1)])).toEqual([stored(rows[1])]);
    });

    it("finds exactly what a naive search in float64 finds, whatever the query", async () => {
      await store.upsert(rows.slice(0, 150));
      await store.upsert(rows.slice(150));
      await store.upsert(sampleRows(schema, 40, 60, { seed: 3 }));
      await store.remove([sampleId(5), sampleId(6), sampleId(299)]);
      const now = new Map(rows.map((row) => [row.id, row]));
      for (const row of sampleRows(schema, 40, 60, { seed: 3 })) now.set(row.id, row);
      for (const n of [5, 6, 299]) now.delete(sampleId(n));
      await fc.assert(
        fc.asyncProperty(arbitrarySearch(schema, [...now.values()]), async ({ query, options }) => {
          const hits = await store.search(query, options);
          expect(hits).toEqual(naiveSearch([...now.values()], query, options));
        }),
        { numRuns: 100 },
      );
    });

    it("tells apart images that are nearer to each other than any coarse code could", async () => {
      const random = seededRandom(2);
      const centre = first(rows).energy;
      const near = rows.map((row) => ({
        ...row,
        energy: sampleEnergy(schema.layout, random, centre, 1e-4),
      }));
      await store.upsert(near);
      for (const limit of [1, 10, 299]) {
        const hits = await store.search(centre, { limit });
        expect(hits).toEqual(naiveSearch(near, centre, { limit }));
      }
    });

    it("orders equal scores by ascending id, and scores in float32", async () => {
      const { energy } = first(rows);
      await store.upsert(rows.slice(0, 40).map((row) => ({ ...row, energy })));
      const hits = await store.search(energy, { limit: 25 });
      const ids = rows
        .slice(0, 40)
        .map(({ id }) => id)
        .sort();
      expect(hits.map(({ id }) => id)).toEqual(ids.slice(0, 25));
      expect(hits[0]?.score).toBe(Math.fround(dot(energy, energy)));
      const zero = await store.search(new Float32Array(schema.layout.total), { limit: 40 });
      expect(zero.map(({ id }) => id)).toEqual(ids);
    });

    it("refuses a limit outside 1 to 10,000 and takes both ends", async () => {
      await store.upsert(rows.slice(0, 3));
      const { energy } = first(rows);
      for (const limit of [0, -1, 1.5, 10_001, Number.NaN]) {
        await expect(store.search(energy, { limit })).rejects.toThrow(RangeError);
      }
      expect(await store.search(energy, { limit: 1 })).toHaveLength(1);
      expect(await store.search(energy, { limit: 10_000 })).toHaveLength(3);
    });

    it("names a vector of the wrong length before anything is written", async () => {
      const short = { ...sampleRow(schema, 1), energy: new Float32Array(3) };
      const noCopy = { ...sampleRow(schema, 1), copy: new Float32Array(0) };
      for (const bad of [short, noCopy]) {
        const written = store.upsert([first(rows), bad]);
        await expect(written).rejects.toMatchObject({ code: "dimension_mismatch" });
      }
      expect((await store.refresh()).count).toBe(0);
      await expect(store.search(new Float32Array(3), { limit: 1 })).rejects.toMatchObject({
        code: "dimension_mismatch",
      });
    });

    it("refuses vectors that are not finite, which no order could place", async () => {
      const energy = Float32Array.from(first(rows).energy).fill(Number.NaN, 3, 4);
      await expect(store.upsert([{ ...first(rows), energy }])).rejects.toThrow(RangeError);
      await expect(store.search(energy, { limit: 1 })).rejects.toThrow(RangeError);
    });

    it("grows its revision with every write and keeps its name", async () => {
      const { galleryId, revision } = store.state();
      const seen = [revision];
      await store.upsert(rows.slice(0, 2));
      seen.push(store.state().revision);
      await store.update([{ id: sampleId(0), locations: [], details: {} }]);
      seen.push(store.state().revision);
      await store.remove([sampleId(0)]);
      seen.push(store.state().revision);
      expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
      expect(store.state().galleryId).toBe(galleryId);
      expect(await store.refresh()).toEqual(store.state());
    });

    it("samples by the smallest hashes, so that growth changes little", async () => {
      await store.upsert(rows.slice(0, 200));
      const byHash = rows
        .slice(0, 200)
        .map(({ id }) => id)
        .sort((a, b) => fnv1a(a) - fnv1a(b));
      const before = await store.sample(50);
      expect(before).toEqual(byHash.slice(0, 50));
      expect(await store.sample(1_000)).toEqual(byHash);
      await store.upsert(rows.slice(200, 220));
      const after = new Set(await store.sample(50));
      expect(before.filter((id) => after.has(id)).length).toBeGreaterThan(35);
    });

    it("lists the ids that a filter lets through, those that were removed left out", async () => {
      await store.upsert(rows);
      await store.remove([sampleId(3)]);
      const kept = rows.filter(({ id }) => id !== sampleId(3));
      expect((await store.ids()).sort()).toEqual(kept.map(({ id }) => id).sort());
      for (const filters of [
        { made: ["person", "unknown"] },
        { licence: ["CC0"], yearFrom: 1_800 },
        { source: ["nowhere"] },
      ] satisfies Filters[]) {
        const passing = kept.filter((row) => matchesFilters(row, filters)).map(({ id }) => id);
        expect((await store.ids(filters)).sort()).toEqual(passing.sort());
      }
    });

    it("scans every image once", async () => {
      await store.upsert(rows);
      await store.remove([sampleId(8)]);
      const seen: StoredImage[] = [];
      for await (const batch of store.scan()) seen.push(...batch);
      const byId = (a: StoredImage, b: StoredImage) => (a.id < b.id ? -1 : 1);
      const expected = rows.filter(({ id }) => id !== sampleId(8)).map(withoutVectors);
      expect(seen.sort(byId)).toEqual(expected.sort(byId));
    });

    it("gives up a search that is aborted, with the reason, and goes on to the next", async () => {
      await store.upsert(rows.slice(0, 10));
      const { energy } = first(rows);
      const reason = new Error("no longer wanted");
      const gone = AbortSignal.abort(reason);
      await expect(store.search(energy, { limit: 5, signal: gone })).rejects.toBe(reason);
      expect(await store.search(energy, { limit: 5 })).toHaveLength(5);
    });

    it("answers many searches at once, each its own", async () => {
      await store.upsert(rows);
      const hits = await Promise.all(
        rows.slice(0, 40).map(({ energy }) => store.search(energy, { limit: 1 })),
      );
      expect(hits.map(([hit]) => hit?.id)).toEqual(rows.slice(0, 40).map(({ id }) => id));
    });

    it("takes nothing to write for nothing done", async () => {
      await store.upsert([]);
      await store.update([]);
      expect(await store.remove([])).toBe(0);
      expect(store.state().count).toBe(0);
    });

    it("can be closed twice", async () => {
      await store.upsert(rows.slice(0, 2));
      await store.close();
      await store.close();
    });

    it("sees another writer's puts, updates and removals after a refresh", async (context) => {
      if (!fixture.isShared) context.skip("one handle only");
      const other = await fixture.open(schema);
      await other.upsert(rows.slice(0, 20));
      await other.remove([sampleId(3)]);
      await other.update([{ id: sampleId(4), locations: [], details: { title: "New" } }]);
      const { revision } = store.state();
      expect((await store.refresh()).count).toBe(19);
      expect(store.state().revision).toBeGreaterThan(revision);
      expect(store.state().galleryId).toBe(other.state().galleryId);
      expect((await store.get([sampleId(4)]))[0]?.details).toEqual({ title: "New" });
      expect([...(await store.removed())]).toEqual([sampleId(3)]);
      const asked = { limit: 20 };
      const { energy } = first(rows);
      expect(await store.search(energy, asked)).toEqual(await other.search(energy, asked));
    });

    it("loses no row of writers that write at once, and the later write counts", async (context) => {
      if (!fixture.isShared) context.skip("one handle only");
      const other = await fixture.open(schema);
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          (i % 2 ? store : other).upsert(rows.slice(i * 10, i * 10 + 10)),
        ),
      );
      expect((await store.refresh()).count).toBe(200);
      await store.upsert([sampleRow(schema, 0, { seed: 8 })]);
      const last = sampleRow(schema, 0, { seed: 9 });
      await other.upsert([last]);
      await store.refresh();
      expect(await store.energies([sampleId(0)])).toEqual([last.energy]);
      expect(await other.energies([sampleId(0)])).toEqual([last.energy]);
    });
  });
}

function first(list: readonly ImageRow[]): ImageRow {
  const [row] = list;
  if (!row) throw new RangeError("Expected at least one row");
  return row;
}

function stored(row: ImageRow | undefined): StoredImage | undefined {
  return row && withoutVectors(row);
}

function withoutVectors({ energy: _energy, copy: _copy, ...image }: ImageRow): StoredImage {
  return image;
}
