import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connect } from "@lancedb/lancedb";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openLanceStore } from "./lance-store";
import { sampleId, sampleRow, sampleRows, sampleSchema } from "./sample-rows";
import type { StoreSchema, VectorStore } from "./vector-store";
import { describeVectorStore } from "./vector-store.contract";

const schema = sampleSchema();

/** A folder named as folders are: spaces, a percent sign, letters beyond ASCII. */
async function makeGallery() {
  const root = await mkdtemp(join(tmpdir(), "wavelength-"));
  const dir = join(root, "my gällery 100% #1");
  const opened: VectorStore[] = [];
  return {
    dir,
    open: async (wanted: StoreSchema = schema) => {
      const store = await openLanceStore({ dir, schema: wanted });
      opened.push(store);
      return store;
    },
    dispose: async () => {
      await Promise.all(opened.map((store) => store.close()));
      await rm(root, { recursive: true });
    },
  };
}

describeVectorStore("the Lance store", async () => ({ isShared: true, ...(await makeGallery()) }));

describe("the Lance store on disk", () => {
  let gallery: Awaited<ReturnType<typeof makeGallery>>;
  beforeEach(async () => {
    gallery = await makeGallery();
  });
  afterEach(() => gallery.dispose());

  it("is what it was when it is opened again", async () => {
    const store = await gallery.open();
    await store.upsert(sampleRows(schema, 0, 50));
    await store.upsert([sampleRow(schema, 1, { seed: 2 })]);
    await store.remove([sampleId(3)]);
    await store.update([{ id: sampleId(4), locations: [], details: { title: "New" } }]);
    const ids = [1, 3, 4, 5].map(sampleId);
    const contents = async (one: VectorStore) => [
      one.state().galleryId,
      await one.get(ids),
      await one.energies(ids),
      await one.copies(ids),
      await one.removed(),
    ];
    const before = await contents(store);
    await store.close();
    const again = await gallery.open();
    expect(again.state().count).toBe(49);
    expect(await contents(again)).toEqual(before);
    expect([...(await again.removed())]).toEqual([sampleId(3)]);
  });

  it("is called as it is told when it is made, and keeps its name", async () => {
    const { dir } = gallery;
    for (const galleryId of ["moved-00", "other-00"]) {
      const store = await openLanceStore({ dir, schema, galleryId });
      expect(store.state().galleryId).toBe("moved-00");
      await store.close();
    }
  });

  it("refuses another model's vectors, naming both models and the way out", async () => {
    await gallery.open();
    const other = { ...schema, modelId: "other-2" };
    const refusal = gallery.open(other);
    await expect(refusal).rejects.toMatchObject({ code: "model_mismatch" });
    await expect(refusal).rejects.toThrow(/other-2.*sample-1.*WAVELENGTH_DATA/);
    await expect(gallery.open({ ...schema, copyDims: 0 })).rejects.toMatchObject({
      code: "model_mismatch",
    });
  });

  it("keeps rows of a model without copy vectors", async () => {
    const plain = sampleSchema(16, 0, 0);
    const store = await gallery.open(plain);
    await store.upsert(sampleRows(plain, 0, 3));
    const again = await gallery.open(plain);
    expect(await again.copies([sampleId(1)])).toEqual([new Float32Array(0)]);
    expect(await again.search(sampleRow(plain, 1).energy, { limit: 1 })).toMatchObject([
      { id: sampleId(1) },
    ]);
  });

  it("makes one collection when several open a new folder at once", async () => {
    const stores = await Promise.all(Array.from({ length: 5 }, () => gallery.open()));
    expect(new Set(stores.map((store) => store.state().galleryId)).size).toBe(1);
    expect(await readdir(gallery.dir)).toEqual(["images.lance"]);
  });

  it("merges its files while others write, and no reader misses or repeats a row", async () => {
    const [one, other, reader] = [await gallery.open(), await gallery.open(), await gallery.open()];
    const write = async (store: VectorStore, from: number) => {
      for (let n = from; n < from + 70; n++) {
        await store.upsert([sampleRow(schema, n)]);
        if (n % 10 === 0) await reader.refresh();
        if (n % 7 === 0) await store.upsert([sampleRow(schema, n - 3, { seed: n })]);
      }
    };
    await Promise.all([write(one, 0), write(other, 200)]);
    await Promise.all([one.close(), other.close()]);
    const fresh = await gallery.open();
    await reader.refresh();
    const ids = [...Array(70).keys()].flatMap((n) => [sampleId(n), sampleId(n + 200)]);
    expect(await reader.energies(ids)).toEqual(await fresh.energies(ids));
    expect(reader.state()).toEqual(fresh.state());
    const { energy } = sampleRow(schema, 0);
    expect(await reader.search(energy, { limit: 500 })).toHaveLength(fresh.state().count);
    const table = await (await connect(gallery.dir)).openTable("images");
    expect((await table.stats()).fragmentStats.numFragments).toBeLessThan(100);
  });

  it("shows each search one moment: none sees a row twice or misses one being replaced", async () => {
    const store = await gallery.open();
    await store.upsert(sampleRows(schema, 0, 100));
    const { energy } = sampleRow(schema, 0);
    let isWriting = true;
    const writing = (async () => {
      for (let seed = 1; seed <= 10; seed++)
        await store.upsert(sampleRows(schema, 0, 100, { seed }));
      isWriting = false;
    })();
    while (isWriting) {
      const hits = await store.search(energy, { limit: 1_000 });
      expect(new Set(hits.map(({ id }) => id)).size).toBe(100);
      expect(hits).toHaveLength(100);
    }
    await writing;
  });

  it("refuses to write after it was closed", async () => {
    const store = await gallery.open();
    await store.close();
    await expect(store.upsert([])).rejects.toMatchObject({ code: "store_unavailable" });
  });
});

describe("a process that is killed while it writes", () => {
  let bundle: string;
  beforeAll(async () => {
    // In dist, so that packages are found from it.
    await mkdir("dist", { recursive: true });
    bundle = await mkdtemp(join("dist", "test-"));
    await build({
      entryPoints: ["lib/store/crash-writer.fixture.ts"],
      outfile: join(bundle, "writer.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      tsconfig: "tsconfig.json",
    });
  });
  afterAll(() => rm(bundle, { recursive: true }));

  it("loses nothing that was acknowledged, and a reader sees it while it is written", async () => {
    const gallery = await makeGallery();
    try {
      const reader = await gallery.open();
      let acknowledged = 0;
      for (const batches of [3, 9, 20]) {
        const args = [join(bundle, "writer.mjs"), gallery.dir, String(acknowledged)];
        const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
        const ended = once(child, "exit");
        let seen = 0;
        for await (const line of createInterface({ input: child.stdout })) {
          acknowledged = Number(line);
          if (seen < batches) {
            const { count } = await reader.refresh();
            expect(count).toBeGreaterThanOrEqual(acknowledged);
          }
          if (++seen === batches) child.kill("SIGKILL");
        }
        await ended;
        const { count } = await reader.refresh();
        expect(count).toBeGreaterThanOrEqual(acknowledged);
        expect(count).toBeLessThanOrEqual(acknowledged + 10);
      }
      const expected = sampleRows(schema, 0, acknowledged);
      const fresh = await gallery.open();
      const ids = expected.map(({ id }) => id);
      expect(await fresh.energies(ids)).toEqual(expected.map(({ energy }) => energy));
      await fresh.upsert([sampleRow(schema, 99_999)]);
      expect((await reader.refresh()).count).toBe(fresh.state().count);
    } finally {
      await gallery.dispose();
    }
  }, 30_000);
});
