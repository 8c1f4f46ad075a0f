import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLanceStore } from "../lance-store";
import { openMemoryStore } from "../memory-store";
import { sampleId, sampleRow, sampleRows, sampleSchema } from "../sample-rows";
import type { StoredImage, VectorStore } from "../vector-store";

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
    ["that ends too early", (path: string) => truncate(join(path, "energies"), 100)],
    ["with a part missing", (path: string) => rm(path, { recursive: true })],
  ])("is made from the log again where there is one %s", async (_, harm) => {
    const store = await openStore();
    await store.upsert(sampleRows(schema, 0, 30));
    const before = await contentsOf(store, [0, 7, 29]);
    await store.close();
    const [part = ""] = (await readdir(join(dir, "index"))).filter((name) => /^part/.test(name));
    await harm(join(dir, "index", part));
    expect(await contentsOf(await openStore(), [0, 7, 29])).toEqual(before);
  });

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
    const text = await readFile(join(dir, "index", "current.json"), "utf8");
    expect(JSON.parse(text).parts.length).toBeLessThan(7);
    expect((await openStore()).state().count).toBe(40);
  });
});
