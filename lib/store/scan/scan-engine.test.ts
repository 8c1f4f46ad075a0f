import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { arbitrarySearch } from "../arbitrary-search";
import { SpannedFile } from "../index/spanned-file";
import { naiveSearch } from "../naive-search";
import { sampleEnergy, sampleRow, sampleSchema, seededRandom } from "../sample-rows";
import type { ImageRow, SearchOptions } from "../vector-store";
import { Arena } from "./arena";
import { SEGMENT_ROWS } from "./arena-layout";
import { FacetBook } from "./facet-book";
import { startKernel } from "./kernel";
import { mergeRanked } from "./merge-ranked";
import { ScanEngine } from "./scan-engine";
import { kthLargest } from "./select-top";
import { VectorReader } from "./vector-reader";

const schema = sampleSchema(40, 24);
const { layout } = schema;
/** Three segments, the last one not full. */
const ROWS = 2 * SEGMENT_ROWS + 300;
const DEAD = 50;

describe("the scan engine", () => {
  let dir: string;
  let file: SpannedFile;
  const arena = new Arena(layout);
  const book = new FacetBook();
  const rows: ImageRow[] = [];
  let engines: ScanEngine[];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "wavelength-"));
    file = new SpannedFile([], join(dir, "energies"));
    const random = seededRandom(5);
    const centres = Array.from({ length: 30 }, () => sampleEnergy(layout, random));
    for (let n = 0; n < ROWS; n++) {
      const centre = centres[Math.floor(random() ** 2 * centres.length)];
      // Some are alike to the last bit: their order is that of their ids.
      const alike = n % 50 === 49 ? rows[n - 40]?.energy : undefined;
      const energy = alike ?? sampleEnergy(layout, random, centre, 0.7);
      const row = sampleRow(schema, n, { energy });
      file.write(new Uint8Array(energy.buffer), n * layout.total * 4);
      arena.write(n, { id: row.id, energy, facets: book.facetsOf(row) }, 1);
      rows.push(row);
    }
    // Dead by the moment that is searched, and born after it.
    for (let n = 0; n < DEAD; n++) arena.kill(n * 7, 2);
    const late = sampleRow(schema, ROWS);
    arena.write(ROWS, { id: late.id, energy: late.energy, facets: book.facetsOf(late) }, 3);
    const kernel = new WebAssembly.Module(readFileSync("dist/scan-kernel.wasm"));
    engines = [0, 1].map((thread) => {
      const energies = new VectorReader(layout.total);
      const own = startKernel(kernel, arena.memory);
      return new ScanEngine({ kernel: own, memory: arena.memory, layout, energies, thread });
    });
  });
  afterAll(async () => {
    file.close();
    await rm(dir, { recursive: true });
  });

  function search(query: Float32Array, options: SearchOptions, parts: number, isCoarse: boolean) {
    const { limit, exclude, filters } = options;
    const slotOf = (id: ImageId) => rows.findIndex((row) => row.id === id);
    const some = engines.slice(0, parts);
    const request = {
      ...({ type: "sift", query, limit, parts, isCoarse, moment: 2, slots: ROWS + 1 } as const),
      exclude: Int32Array.from(exclude ?? [], slotOf),
      energies: file.open,
      filter: book.filterOf(filters ?? {}),
    };
    const lowers = some.flatMap((engine, part) => [...engine.sift({ ...request, part }).lowers]);
    const threshold =
      lowers.length < limit
        ? Number.NEGATIVE_INFINITY
        : kthLargest(Float32Array.from(lowers), lowers.length, limit);
    const ranked = some.map((engine) => engine.rank({ type: "rank", threshold }));
    const { slots, scores } = mergeRanked(ranked, limit);
    return Array.from(slots, (slot, i) => ({ id: rows[slot]?.id, score: scores[i] }));
  }

  function naive(query: Float32Array, options: SearchOptions) {
    const alive = rows.filter((_, n) => n % 7 !== 0 || n >= DEAD * 7);
    return naiveSearch(alive, query, options).map(({ id, score }) => ({ id, score }));
  }

  it.each([1, 2])("finds exactly what a naive search finds, in %i threads", (parts) => {
    fc.assert(
      fc.property(arbitrarySearch(schema, rows.slice(0, 5_000)), ({ query, options }) => {
        const found = search(query, options, parts, false);
        const expected = naive(query, options);
        expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        expect(found).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it.each([1, 2])(
    "misses hardly any by bit codes, in %i threads, and nothing that is forbidden comes",
    (parts) => {
      let [shared, all] = [0, 0];
      fc.assert(
        fc.property(arbitrarySearch(schema, rows.slice(0, 5_000)), ({ query, options }) => {
          const found = search(query, options, parts, true);
          const expected = naive(query, options);
          expect(found).toHaveLength(expected.length);
          const everything = naive(query, { ...options, limit: rows.length });
          const scores = new Map(everything.map(({ id, score }) => [id, score]));
          for (const { id, score } of found) expect(scores.get(id as ImageId)).toBe(score);
          const ids = new Set(found.map(({ id }) => id));
          shared += expected.filter(({ id }) => ids.has(id)).length;
          all += expected.length;
        }),
        { numRuns: 40, seed: 1 },
      );
      expect(shared / all).toBeGreaterThan(0.998);
    },
  );

  it("finds all where no more pass than are wanted, by bit codes too", () => {
    const { energy } = sampleRow(schema, 3);
    const options = { limit: ROWS, filters: { source: ["museum"], yearFrom: 1_999 } } as const;
    expect(search(energy, options, 2, true)).toEqual(naive(energy, options));
  });

  it("orders rows that are alike by id, across threads", () => {
    const zero = new Float32Array(layout.total);
    for (const isCoarse of [false, true]) {
      const found = search(zero, { limit: 400 }, 2, isCoarse);
      expect(found).toEqual(naive(zero, { limit: 400 }));
    }
  });
});
