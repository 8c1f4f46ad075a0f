import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dot } from "@/lib/energy/unit-vector";
import { rowsOf } from "../row-batch";
import { sampleId, sampleRows, sampleSchema } from "../sample-rows";
import type { StoreSchema, VectorStore } from "../vector-store";
import { describeVectorStore } from "../vector-store.contract";
import { pointIdOf } from "./point-id";
import { QdrantFixture } from "./qdrant.fixture";
import { openQdrantStore } from "./qdrant-store";

const schema = sampleSchema();

/** An engine of the test's own, with one gallery. */
async function makeGallery() {
  const engine = await QdrantFixture.start();
  const opened: VectorStore[] = [];
  return {
    engine,
    isShared: true,
    open: async (schema: StoreSchema) => {
      const store = await openQdrantStore({ urls: [engine.url], collection: "gallery", schema });
      opened.push(store);
      return store;
    },
    dispose: async () => {
      await Promise.all(opened.map((store) => store.close()));
      await engine.down();
    },
  };
}

describeVectorStore("the Qdrant store", makeGallery);

describe("the Qdrant store's collection", () => {
  let gallery: Awaited<ReturnType<typeof makeGallery>>;
  beforeEach(async () => {
    gallery = await makeGallery();
  });
  afterEach(() => gallery.dispose());

  it("is named after its model, and known by an alias", async () => {
    await gallery.open(schema);
    expect(gallery.engine.collections()).toEqual(["gallery--sample-1"]);
    expect([...gallery.engine.aliases()]).toEqual([["gallery", "gallery--sample-1"]]);
  });

  it("is asked with values that its codes can hold, however far a dial is up", async () => {
    const store = await gallery.open(schema);
    const [row] = sampleRows(schema, 0, 1);
    if (!row) throw new RangeError("Expected a row");
    await store.upsert([row]);
    for (const dial of [1e-3, 1, 50]) {
      const query = row.energy.map((value) => value * dial);
      const [hit] = await store.search(query, { limit: 1 });
      expect(hit?.score).toBe(Math.fround(dot(query, row.energy)));
    }
    expect(gallery.engine.queries).toHaveLength(3);
    for (const asked of gallery.engine.queries) {
      expect(Math.max(...asked.map(Math.abs))).toBeCloseTo(0.4, 6);
    }
  });

  it("measures crowding against the last revision's sample when an older one ends late", async () => {
    const store = await gallery.open(schema);
    await store.upsert(sampleRows(schema, 0, 40));
    const ids = [sampleId(1), sampleId(2)];
    let later: Float32Array | undefined;
    const meanwhile = async () => {
      await store.upsert(sampleRows(schema, 40, 80));
      later = await store.densities(ids);
    };
    // The older sample is known, its vectors are not.
    gallery.engine.faults.push({ on: /^POST .*\/points$/, does: "pass", meanwhile });
    await store.densities(ids);
    expect(later).toHaveLength(8);
    expect(await store.densities(ids)).toEqual(later);
  });

  it("gives out whole rows for one reading of each", async () => {
    const rows = sampleRows(schema, 0, 5);
    await (await gallery.open(schema)).upsert(rows);
    const store = await gallery.open(schema);
    gallery.engine.requests.length = 0;
    expect(await rowsOf(store, rows)).toEqual(rows);
    expect(gallery.engine.requests).toEqual(["POST /collections/gallery--sample-1/points"]);
  });

  it("reads after a write the vectors of what has changed, and of nothing else", async () => {
    const rows = sampleRows(schema, 0, 5);
    const ids = rows.map(({ id }) => id);
    const [store, other] = [await gallery.open(schema), await gallery.open(schema)];
    await other.upsert(rows);
    await store.refresh();
    const [first, ...rest] = await store.energies(ids);
    const changed = sampleRows(schema, 0, 1).map((row) => ({
      ...row,
      energy: rows[1]?.energy ?? row.energy,
    }));
    await other.upsert(changed);
    await other.remove([sampleId(4)]);
    await store.refresh();
    gallery.engine.reads.length = 0;
    const now = await store.energies(ids);
    expect(now).toEqual([rest[0], ...rest.slice(0, 3), undefined]);
    expect(now[0]).not.toEqual(first);
    const vectorsOf = gallery.engine.reads.filter(({ fields }) => fields.includes("energy"));
    expect(vectorsOf.map((read) => read.ids)).toEqual([[pointIdOf(sampleId(0))]]);
  });

  it("reads whole what an earlier version wrote, which says not whether it has changed", async () => {
    const rows = sampleRows(schema, 0, 3);
    const [store, other] = [await gallery.open(schema), await gallery.open(schema)];
    await other.upsert(rows);
    gallery.engine.forget("stamp");
    await store.refresh();
    for (let round = 0; round < 2; round++) {
      gallery.engine.reads.length = 0;
      expect(await rowsOf(store, rows)).toEqual(rows);
      expect(gallery.engine.reads.some(({ fields }) => fields.includes("energy"))).toBe(true);
      await other.upsert(sampleRows(schema, 10 + round, 11 + round));
      await store.refresh();
    }
  });

  it("is made once when several open a new one at once, and is one gallery to all", async () => {
    const stores = await Promise.all(Array.from({ length: 5 }, () => gallery.open(schema)));
    expect(new Set(stores.map((store) => store.state().galleryId)).size).toBe(1);
    expect(gallery.engine.collections()).toHaveLength(1);
  });

  it("is what it was when it is opened again", async () => {
    const store = await gallery.open(schema);
    await store.upsert(sampleRows(schema, 0, 20));
    await store.remove([sampleId(3)]);
    await store.close();
    const again = await gallery.open(schema);
    expect(again.state()).toEqual(store.state());
    expect([...(await again.removed())]).toEqual([sampleId(3)]);
  });

  it.each(["1.15.5", "0.11.0"])(
    "is not made in Qdrant %s, which would lose whose it is",
    async (version) => {
      gallery.engine.version = version;
      const refusal = gallery.open(schema);
      await expect(refusal).rejects.toMatchObject({ code: "store_unavailable" });
      await expect(refusal).rejects.toThrow(`Qdrant 1.16 or later but the engine is ${version}`);
      expect(gallery.engine.collections()).toEqual([]);
    },
  );

  it.each([
    ["of Qdrant 1.16", "1.16.0"],
    ["of Qdrant 2", "2.0.1"],
    ["that does not say what it is", "?"],
  ])("is made in an engine %s", async (_, version) => {
    gallery.engine.version = version;
    expect((await gallery.open(schema)).state().count).toBe(0);
  });

  it("refuses another model's vectors, naming both models", async () => {
    await gallery.open(schema);
    const refusal = gallery.open({ ...schema, modelId: "other-2" });
    await expect(refusal).rejects.toMatchObject({ code: "model_mismatch" });
    await expect(refusal).rejects.toThrow(/other-2.*sample-1/);
    const noCopies = gallery.open({ ...schema, copyDims: 0 });
    await expect(noCopies).rejects.toMatchObject({ code: "model_mismatch" });
  });

  it.each([
    ["with nothing of ours in it", {}],
    ["with vectors of another length", { vectors: { energy: { size: 7, distance: "Dot" } } }],
    ["with one vector without a name", { vectors: { size: 4, distance: "Cosine" } }],
  ])("refuses one of another program %s, by name", async (_, config) => {
    gallery.engine.createCollection("gallery", config);
    const inPlace = gallery.open(schema);
    await expect(inPlace).rejects.toMatchObject({ code: "collection_foreign" });
    await expect(inPlace).rejects.toThrow(/"gallery"/);

    gallery.engine.drop("gallery");
    gallery.engine.createCollection("theirs", config);
    gallery.engine.pointAlias("gallery", "theirs");
    const behindAlias = gallery.open(schema);
    await expect(behindAlias).rejects.toMatchObject({ code: "collection_foreign" });
    await expect(behindAlias).rejects.toThrow(/"theirs"/);
  });

  it("refuses one of ours whose vectors were made anew in another length", async () => {
    await gallery.open(schema);
    const { galleryId } = (await gallery.open(schema)).state();
    const metadata = { wavelength: { format: 1, galleryId, ...schema } };
    gallery.engine.createCollection("gallery--sample-1", {
      vectors: { energy: { size: 7, distance: "Dot" } },
      metadata,
    });
    const refusal = gallery.open(schema);
    await expect(refusal).rejects.toMatchObject({ code: "collection_foreign" });
    await expect(refusal).rejects.toThrow(/7 dimensions/);
  });
});
