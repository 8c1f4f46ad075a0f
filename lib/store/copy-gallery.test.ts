import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyGallery } from "./copy-gallery";
import { openLanceStore } from "./lance-store";
import { openMemoryStore } from "./memory-store";
import { QdrantFixture } from "./qdrant/qdrant.fixture";
import { openQdrantStore } from "./qdrant/qdrant-store";
import { rowsOf } from "./row-batch";
import { sampleId, sampleRow, sampleRows, sampleSchema } from "./sample-rows";
import { writeRecord } from "./store-event";
import type { VectorStore } from "./vector-store";

const schema = sampleSchema();
const rows = sampleRows(schema, 0, 700);
let from: VectorStore;
let to: VectorStore;
beforeEach(async () => {
  from = openMemoryStore(schema, "galleryA");
  to = openMemoryStore(schema, "galleryA");
  await from.upsert(rows);
});

/** All that a store holds, to the last bit, as text: comparing arrays takes seconds. */
async function contentOf(store: VectorStore) {
  const content: string[] = [];
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
    Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  for await (const batch of store.scan()) {
    for (const { energy, copy, ...image } of await rowsOf(store, batch)) {
      content.push([image.id, writeRecord(image), bytes(energy), bytes(copy)].join(" "));
    }
  }
  return { content: content.sort(), removed: [...(await store.removed())].sort() };
}

describe("a gallery that is copied", () => {
  it("is the same in the other store: rows, vectors and what was removed by hand", async () => {
    await from.remove([sampleId(3), sampleId(5_000)]);
    const report = await copyGallery(from, to);
    expect(report).toEqual({ images: 699, copied: 699, removed: 2, others: 0, checked: 699 });
    expect(await contentOf(to)).toEqual(await contentOf(from));
  });

  it("is not written again where it is the same, and only there", async () => {
    await copyGallery(from, to);
    const { revision } = to.state();
    expect(await copyGallery(from, to)).toMatchObject({ copied: 0, removed: 0, checked: 700 });
    expect(to.state().revision).toBe(revision);

    const energy = sampleRow(schema, 7, { seed: 4 }).energy;
    await from.upsert([{ ...sampleRow(schema, 7), energy }]);
    await from.update([{ id: sampleId(8), locations: [], details: { title: "Renamed" } }]);
    const copy = sampleRow(schema, 9, { seed: 4 }).copy;
    await from.upsert([{ ...sampleRow(schema, 9), copy }]);
    expect(await copyGallery(from, to)).toMatchObject({ images: 700, copied: 3 });
    expect(await contentOf(to)).toEqual(await contentOf(from));
  });

  it("goes on where it was interrupted", async () => {
    const stop = new AbortController();
    let seen = 0;
    const interrupted = copyGallery(from, to, {
      signal: stop.signal,
      onProgress: ({ done, total }) => {
        seen = done;
        expect(total).toBe(700);
        stop.abort(new Error("stopped"));
      },
    });
    await expect(interrupted).rejects.toThrow("stopped");
    expect(seen).toBeLessThan(700);
    await to.upsert(rows.slice(0, 600));
    expect(await copyGallery(from, to)).toMatchObject({ copied: 100 });
    expect(await contentOf(to)).toEqual(await contentOf(from));
  });

  it("comes back from where it went, with what has happened there", async () => {
    await from.remove([sampleId(1)]);
    await copyGallery(from, to);
    await to.upsert([sampleRow(schema, 1), sampleRow(schema, 2_000)]);
    await to.remove([sampleId(2)]);
    expect(await copyGallery(to, from)).toMatchObject({ copied: 2, removed: 1, others: 0 });
    expect(await contentOf(from)).toEqual(await contentOf(to));
  });

  it("takes along what is added and removed meanwhile", async () => {
    let isFirst = true;
    const onProgress = () => {
      if (!isFirst) return;
      isFirst = false;
      // In the midst of it, by somebody else: memory stores do not wait.
      void from.upsert([sampleRow(schema, 3_000)]);
      void from.remove([sampleId(0), sampleId(650)]);
    };
    expect(await copyGallery(from, to, { onProgress })).toMatchObject({ images: 699 });
    expect(await contentOf(to)).toEqual(await contentOf(from));
  });

  it("is refused when it never comes to rest, and says what to do", async () => {
    const onProgress = () => void from.upsert([sampleRow(schema, 3_000)]);
    const copied = copyGallery(from, to, { onProgress });
    await expect(copied).rejects.toMatchObject({ code: "gallery_busy" });
  });

  it("is refused by a store that holds another gallery, unless both are to be one", async () => {
    const other = openMemoryStore(schema, "galleryB");
    await other.upsert([sampleRow(schema, 9_000)]);
    const refused = copyGallery(from, other);
    await expect(refused).rejects.toMatchObject({ code: "gallery_not_empty" });
    await expect(refused).rejects.toThrow(/galleryA.*1 images of gallery galleryB.*--merge/);
    expect(other.state().count).toBe(1);
    expect(await copyGallery(from, other, { merge: true })).toMatchObject({ others: 1 });
  });

  it("is refused by a store of another model, naming both", async () => {
    const other = openMemoryStore({ ...schema, modelId: "other-2" }, "galleryA");
    const refused = copyGallery(from, other);
    await expect(refused).rejects.toMatchObject({ code: "model_mismatch" });
    await expect(refused).rejects.toThrow(/sample-1.*other-2/);
  });

  it("is not called whole when the other store has lost or changed something", async () => {
    const keep = to.upsert.bind(to);
    to.upsert = async (given) => keep(given.filter(({ id }) => id !== sampleId(4)));
    await expect(copyGallery(from, to)).rejects.toMatchObject({ code: "gallery_incomplete" });
    await expect(copyGallery(from, to)).rejects.toThrow(/700 images.*1 are missing/);
    to.upsert = async (given) =>
      keep(given.map((row) => ({ ...row, energy: row.energy.map((value) => value + 1e-6) })));
    await expect(copyGallery(from, to)).rejects.toThrow(/0 are missing, [1-9]\d* of 700/);
  });
});

describe("between a data folder and another store", () => {
  let dir: string;
  const opened: VectorStore[] = [];
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "wavelength-copy-"));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await rm(dir, { recursive: true, force: true });
  });

  async function open(name: string, galleryId: string) {
    const store = await openLanceStore({ dir: join(dir, name), schema, galleryId });
    opened.push(store);
    return store;
  }

  it("goes there and back, bit by bit, and keeps its name", async () => {
    await from.remove([sampleId(3), sampleId(5_000)]);
    const embedded = await open("a", from.state().galleryId);
    await copyGallery(from, embedded);
    expect(await contentOf(embedded)).toEqual(await contentOf(from));
    const again = await open("b", embedded.state().galleryId);
    expect(await copyGallery(embedded, again)).toMatchObject({ copied: 699, removed: 2 });
    expect(await contentOf(again)).toEqual(await contentOf(from));
    expect(again.state().galleryId).toBe("galleryA");
    expect(await copyGallery(again, from)).toMatchObject({ copied: 0, removed: 0 });
  });

  it("goes into a Qdrant engine and back, bit by bit, and keeps its name", async () => {
    await from.remove([sampleId(3), sampleId(5_000)]);
    const engine = await QdrantFixture.start();
    try {
      const { galleryId } = from.state();
      const place = { urls: [engine.url], collection: "gallery", schema };
      const qdrant = await openQdrantStore({ ...place, galleryId });
      opened.push(qdrant);
      expect(await copyGallery(from, qdrant)).toMatchObject({ copied: 699, removed: 2 });
      expect(await contentOf(qdrant)).toEqual(await contentOf(from));
      expect(await copyGallery(from, qdrant)).toMatchObject({ copied: 0, removed: 0 });

      await qdrant.upsert([sampleRow(schema, 3)]);
      await qdrant.remove([sampleId(4)]);
      const back = await open("back", qdrant.state().galleryId);
      expect(await copyGallery(qdrant, back)).toMatchObject({ copied: 699, removed: 2 });
      expect(await contentOf(back)).toEqual(await contentOf(qdrant));
      expect(back.state().galleryId).toBe("galleryA");
    } finally {
      await engine.down();
    }
  });
});
