import {
  appendFile,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { connect } from "@lancedb/lancedb";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DensityBook } from "../density-book";
import { openLanceStore } from "../lance-store";
import { openMemoryStore } from "../memory-store";
import { sampleId, sampleRow, sampleRows, sampleSchema } from "../sample-rows";
import { type StoreEvent, writeRecord } from "../store-event";
import type { StoredImage, VectorStore } from "../vector-store";
import { KeptIndex } from "./kept-index";
import { closeRowFiles, NO_SPANS, openRowFiles } from "./row-files";
import { RowIndex } from "./row-index";

const schema = sampleSchema();

let dir: string;
let opened: VectorStore[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-"));
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((store) => store.close()));
  await rm(dir, { recursive: true });
});

/** Keeps its index whenever it is closed with so many new rows. */
async function openStore(rowsToKeep = 1, folder = dir): Promise<VectorStore> {
  const store = await openLanceStore({ dir: folder, schema, rowsToKeep });
  opened.push(store);
  return store;
}

/** All that a store says of these images, and what it finds. */
async function contentsOf(store: VectorStore, numbers: readonly number[]) {
  const ids = numbers.map(sampleId);
  const images: StoredImage[] = [];
  for await (const batch of store.scan()) images.push(...batch);
  const { energy } = sampleRow(schema, 1);
  return {
    count: store.state().count,
    images: images.sort((a, b) => (a.id < b.id ? -1 : 1)),
    got: await store.get(ids),
    energies: await store.energies(ids),
    copies: await store.copies(ids),
    removed: [...(await store.removed())].sort(),
    sample: await store.sample(20),
    filtered: (await store.ids({ licence: ["CC0"], made: ["person"] })).sort(),
    found: await store.search(energy, { limit: 50 }),
    foundFiltered: await store.search(energy, { limit: 50, filters: { source: ["museum"] } }),
  };
}

/** Does something to the files of a kept index that are called so. */
async function harm(index: string, name: RegExp, spoil: (path: string) => Promise<void>) {
  const entries = await readdir(index, { recursive: true });
  const found = entries.filter((entry) => name.test(basename(entry)));
  expect(found.length).toBeGreaterThan(0);
  for (const entry of found) await spoil(join(index, entry));
}

/** The second half of a file, as a disk leaves it that lost power before it wrote. */
async function zero(path: string): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0, bytes.length >> 1));
}

function putOf(n: number): StoreEvent {
  const row = sampleRow(schema, n);
  const { id, energy, copy } = row;
  const stamp = { clock: n, writer: "a" };
  return { kind: "put", id, stamp, record: writeRecord(row), energy, copy };
}

describe("an index that is kept", () => {
  it("opens as what was closed, whatever was done and however often it was kept", async () => {
    const number = fc.nat(40);
    const step = fc.oneof(
      fc.record({ kind: fc.constant("put" as const), number, seed: fc.nat(3) }),
      fc.record({ kind: fc.constant("update" as const), number, seed: fc.nat(3) }),
      fc.record({ kind: fc.constant("remove" as const), number, seed: fc.nat(3) }),
      fc.record({ kind: fc.constant("reopen" as const), number, seed: fc.nat(3) }),
    );
    const numbers = Array.from({ length: 41 }, (_, n) => n);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const folder = await mkdtemp(join(dir, "one-"));
        const expected = openMemoryStore(schema);
        let store = await openStore(1, folder);
        for (const { kind, number: first, seed } of steps) {
          const rows = sampleRows(schema, first, first + 5, { seed });
          const said = { locations: [], details: { title: `Said ${seed}`, licence: "CC0" } };
          for (const one of kind === "reopen" ? [] : [store, expected]) {
            if (kind === "put") await one.upsert(rows);
            else if (kind === "update") {
              await one.update(rows.map(({ id }) => ({ id, ...said })));
            } else await one.remove([sampleId(first)]);
          }
          if (kind !== "reopen") continue;
          await store.close();
          store = await openStore(1, folder);
        }
        expect(await contentsOf(store, numbers)).toEqual(await contentsOf(expected, numbers));
        const ids = numbers.map(sampleId);
        const [own, others] = [await store.densities(ids), await expected.densities(ids)];
        for (const [i, value] of own.entries()) expect(value).toBeCloseTo(others[i] ?? 9, 4);
        await store.close();
      }),
      { numRuns: 8 },
    );
  });

  it("is what is opened: the log is read from where it ends", async () => {
    const store = await openStore();
    await store.upsert(sampleRows(schema, 0, 30));
    await store.close();
    const [part = ""] = (await readdir(join(dir, "index"))).filter((name) => /^part/.test(name));
    const energies = await readFile(join(dir, "index", part, "energies"));
    energies.writeFloatLE(0.125, 0);
    await writeFile(join(dir, "index", part, "energies"), energies);
    const again = await openStore();
    const [energy] = await again.energies([sampleId(0)]);
    expect(energy?.[0]).toBe(0.125);
    await again.upsert(sampleRows(schema, 30, 31));
    expect(again.state().count).toBe(31);
  });

  it.each([
    ["cut short", (index: string) => harm(index, /^energies$/, (path) => truncate(path, 100))],
    [
      "longer than it was",
      (index: string) => harm(index, /^records$/, (path) => appendFile(path, "x")),
    ],
    ["with a part missing", (index: string) => harm(index, /^segments$/, (path) => rm(path))],
    ["with codes zeroed", (index: string) => harm(index, /^segments$/, zero)],
    ["with columns zeroed", (index: string) => harm(index, /^state-[0-9a-f]+$/, zero)],
    [
      "with an empty state",
      (index: string) => harm(index, /^state-.*json$/, (path) => truncate(path)),
    ],
    ["half named", (index: string) => harm(index, /^current.json$/, (path) => truncate(path, 40))],
  ])("is made from the log again where there is one %s", async (_, spoil) => {
    const store = await openStore();
    await store.upsert(sampleRows(schema, 0, 30));
    const before = await contentsOf(store, [0, 7, 29]);
    await store.close();
    await spoil(join(dir, "index"));
    expect(await contentsOf(await openStore(), [0, 7, 29])).toEqual(before);
  });

  it.each([
    ["as it was, and went on from there", async () => {}],
    [
      "as it was before its fragments were merged, and went on from there",
      async () => {
        const table = await (await connect(dir)).openTable("images");
        await table.optimize();
      },
    ],
  ])("is not believed of a log that was put back %s", async (_, merge) => {
    const index = join(dir, "index");
    const log = join(dir, "images.lance");
    const write = async (from: number, to: number) => {
      const store = await openStore();
      for (let n = from; n < to; n += 5) await store.upsert(sampleRows(schema, n, n + 5));
      await store.close();
    };
    await write(0, 20);
    await cp(log, join(dir, "backup"), { recursive: true });
    await merge();
    await write(20, 30);
    await rename(index, join(dir, "later-index"));
    await rm(log, { recursive: true });
    await rename(join(dir, "backup"), log);
    await write(50, 65);
    await rm(index, { recursive: true });
    await rename(join(dir, "later-index"), index);
    const numbers = [0, 19, 20, 29, 50, 64];
    const expected = openMemoryStore(schema);
    await expected.upsert([...sampleRows(schema, 0, 20), ...sampleRows(schema, 50, 65)]);
    expect(await contentsOf(await openStore(), numbers)).toEqual(
      await contentsOf(expected, numbers),
    );
  });

  it("is believed of a log that was merged and cleaned up since, and what came since is read", async () => {
    const store = await openStore();
    for (let n = 0; n < 20; n += 5) await store.upsert(sampleRows(schema, n, n + 5));
    await store.close();
    const other = await openStore(1_000);
    await other.upsert(sampleRows(schema, 20, 25));
    const table = await (await connect(dir)).openTable("images");
    await table.optimize({ cleanupOlderThan: new Date() });
    await other.close();
    await harm(join(dir, "index"), /^energies$/, async (path) => {
      const energies = await readFile(path);
      energies.writeFloatLE(0.125, 0);
      await writeFile(path, energies);
    });
    const again = await openStore();
    expect(again.state().count).toBe(25);
    const [first] = await again.energies([sampleId(0)]);
    expect(first?.[0]).toBe(0.125);
    expect(await again.energies([sampleId(24)])).toEqual([sampleRow(schema, 24).energy]);
  });

  it.each(["energies", "records"] as const)(
    "is what it was when the disk is full in the middle of %s, and nothing else is left",
    async (kind) => {
      const files = openRowFiles(dir, NO_SPANS);
      const index = new RowIndex(schema, files);
      const position = { version: 1, events: 0, nextRowId: "0", clocks: new Map() };
      const kept = new KeptIndex(dir, "gallery", schema);
      await kept.open(async () => true);
      index.apply([putOf(1)]);
      await kept.keep({ index, files }, position, new DensityBook());
      const before = (await readdir(join(dir, "index"))).sort();
      index.apply([putOf(2)]);
      const full = Object.create(files[kind], {
        read: {
          value: () => {
            throw new Error("ENOSPC: no space left on device, write");
          },
        },
      });
      const keeping = kept.keep(
        { index, files: { ...files, [kind]: full } },
        position,
        new DensityBook(),
      );
      await expect(keeping).rejects.toThrow("ENOSPC");
      expect((await readdir(join(dir, "index"))).sort()).toEqual(before);
      const opened = await new KeptIndex(dir, "gallery", schema).open(async () => true);
      expect(opened.index.energy(sampleId(1))).toEqual(sampleRow(schema, 1).energy);
      expect(opened.index.count).toBe(1);
      closeRowFiles(opened.files);
      expect(await kept.keep({ index, files }, position, new DensityBook())).toBe(true);
      closeRowFiles(files);
    },
  );

  it("is not believed when it is of another log", async () => {
    const other = await mkdtemp(join(dir, "other-"));
    const [one, two] = [await openStore(1, dir), await openStore(1, other)];
    await one.upsert(sampleRows(schema, 0, 30));
    await two.upsert(sampleRows(schema, 50, 55));
    await Promise.all([one.close(), two.close()]);
    await rm(join(dir, "index"), { recursive: true });
    await rm(join(dir, "images.lance"), { recursive: true });
    await cp(join(other, "images.lance"), join(dir, "images.lance"), { recursive: true });
    await cp(join(other, "index"), join(dir, "index"), { recursive: true });
    expect((await openStore()).state().count).toBe(5);
  });

  it("is left to whoever kept it later, and nobody loses a row", async () => {
    const [one, other] = [await openStore(), await openStore()];
    await one.upsert(sampleRows(schema, 0, 20));
    await other.upsert(sampleRows(schema, 20, 40));
    await one.close();
    await other.close();
    const both = await openStore();
    expect(both.state().count).toBe(40);
    expect(await both.energies([sampleId(3), sampleId(33)])).toEqual(
      [3, 33].map((n) => sampleRow(schema, n).energy),
    );
  });

  it("merges small parts, so that their number grows with the logarithm of the rows", async () => {
    for (let from = 0; from < 40; from += 2) {
      const store = await openStore();
      await store.upsert(sampleRows(schema, from, from + 2));
      await store.close();
    }
    const index = join(dir, "index");
    const { name } = JSON.parse(await readFile(join(index, "current.json"), "utf8"));
    const state = JSON.parse(await readFile(join(index, `state-${name}.json`), "utf8"));
    expect(state.parts.length).toBeLessThan(7);
    expect((await openStore()).state().count).toBe(40);
  });
});
