import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { sampleId, sampleRow, sampleRows, sampleSchema } from "../sample-rows";
import type { StoredImage, StoreSchema, VectorStore } from "../vector-store";
import { QdrantFixture } from "./qdrant.fixture";
import { openQdrantStore } from "./qdrant-store";
import { type RefillOptions, refillGallery } from "./refill";

const schema = sampleSchema();
const next: StoreSchema = { ...sampleSchema(24, 12, 4), modelId: "sample-2" };
const rows = sampleRows(schema, 0, 30);
const SWITCH = /^POST \/collections\/aliases$/;
const OLD_SCROLL = /g--sample-1\/points\/scroll$/;
const NUMBER = (image: StoredImage) => Number(image.details.extra?.number);

describe("a gallery that is embedded with another model", () => {
  let engine: QdrantFixture;
  let old: VectorStore;
  const opened: VectorStore[] = [];
  const embedded: number[] = [];

  const open = async (wanted: StoreSchema) => {
    const store = await openQdrantStore({ urls: [engine.url], collection: "g", schema: wanted });
    opened.push(store);
    return store;
  };
  const refill = (options: Partial<RefillOptions> = {}) =>
    refillGallery({
      urls: [engine.url],
      collection: "g",
      schema: next,
      lanes: 4,
      leavesBehind: false,
      settleMs: 0,
      embed: async (image) => {
        embedded.push(NUMBER(image));
        return sampleRow(next, NUMBER(image));
      },
      ...options,
    });
  const numbersOf = async (store: VectorStore) => {
    const numbers: number[] = [];
    for await (const images of store.scan()) numbers.push(...images.map(NUMBER));
    return numbers.sort((a, b) => a - b);
  };

  beforeEach(async () => {
    engine = await QdrantFixture.start();
    old = await open(schema);
    await old.upsert(rows);
    await old.remove([sampleId(3)]);
    await old.update([
      { id: sampleId(4), locations: [], details: { title: "Renamed", extra: { number: 4 } } },
    ]);
  });
  afterEach(async () => {
    embedded.length = 0;
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await engine.down();
  });

  it("is named, with the command, when it is opened with the other model", async () => {
    await expect(open(next)).rejects.toMatchObject({ code: "model_mismatch" });
    await expect(open(next)).rejects.toThrow(/npm run reembed/);
  });

  it("has all that it had, in the new model's vectors, under its name", async () => {
    const { galleryId, revision } = old.state();
    expect(await refill()).toMatchObject({
      from: "g--sample-1",
      to: "g--sample-2",
      isSwitched: true,
      embedded: 29,
    });
    const store = await open(next);
    expect(store.state()).toMatchObject({ galleryId, count: 29 });
    expect(store.state().revision).toBeGreaterThan(revision);
    const ids = [2, 3, 4].map(sampleId);
    expect(await store.get(ids)).toEqual(await old.get(ids));
    expect(await store.energies([sampleId(2)])).toEqual([sampleRow(next, 2).energy]);
    expect([...(await store.removed())]).toEqual([sampleId(3)]);
    expect(await refill()).toMatchObject({ from: undefined, to: "g--sample-2", embedded: 0 });
  });

  it("is read all the while by those who run, and takes nothing in that would be lost", async () => {
    const asked = { limit: 5 };
    const before = await old.search(sampleRow(schema, 9).energy, asked);
    await refill();
    expect(await old.search(sampleRow(schema, 9).energy, asked)).toEqual(before);
    expect((await old.refresh()).count).toBe(29);
    const late = old.upsert([sampleRow(schema, 50)]);
    await expect(late).rejects.toMatchObject({ code: "model_mismatch" });
    await expect(late).rejects.toThrow(/g--sample-2/);
  });

  it("keeps what was acknowledged before the switch, whenever it came", async () => {
    // At the last moment: all passes before the switch are over.
    const meanwhile = async () => {
      await old.upsert([sampleRow(schema, 60)]);
      await old.remove([sampleId(8)]);
      await old.update([{ id: sampleId(9), locations: [], details: { extra: { number: 9 } } }]);
    };
    engine.faults.push({ on: SWITCH, does: "drop", meanwhile });
    await refill();
    const store = await open(next);
    const expected = rows.map((_, n) => n).filter((n) => n !== 3 && n !== 8);
    expect(await numbersOf(store)).toEqual([...expected, 60]);
    expect((await store.get([sampleId(9)]))[0]?.details.title).toBeUndefined();
    expect((await store.removed()).has(sampleId(8))).toBe(true);
  });

  it("does not acknowledge a row that is stored in the old collection after the switch", async () => {
    // The writer stands between storing and looking where the alias points.
    engine.faults.push({
      on: /^GET \/aliases$/,
      does: "pass",
      meanwhile: () => refill().then(() => {}),
    });
    const writing = old.upsert([sampleRow(schema, 70)]);
    await expect(writing).rejects.toMatchObject({ code: "model_mismatch" });
  });

  it("leaves what is changed in the new collection alone once it is in use", async () => {
    const settle = async () => {
      const store = await open(next);
      await store.remove([sampleId(12)]);
      await store.upsert([sampleRow(next, 13, { seed: 5 })]);
    };
    // The first request of the pass after the switch.
    let isSwitched = false;
    const note = () => {
      isSwitched = true;
    };
    engine.faults.push({ on: SWITCH, does: "pass", meanwhile: note });
    const listen = () => {
      engine.faults.push({
        on: /g--sample-1\/points\/scroll$/,
        does: "pass",
        meanwhile: () => (isSwitched ? settle() : listen()),
      });
    };
    listen();
    await refill();
    const store = await open(next);
    expect((await store.removed()).has(sampleId(12))).toBe(true);
    expect(await store.energies([sampleId(13)])).toEqual([sampleRow(next, 13, { seed: 5 }).energy]);
  });

  it("does not bring back over a newer change what was written to the old one before", async () => {
    const before = async () => {
      await old.update([{ id: sampleId(9), locations: [], details: { extra: { number: 9 } } }]);
      await old.upsert([sampleRow(schema, 60), sampleRow(schema, 61)]);
    };
    const after = async () => {
      const store = await open(next);
      await store.remove([sampleId(9), sampleId(60)]);
    };
    engine.faults.push({ on: SWITCH, does: "drop", meanwhile: before });
    engine.faults.push({
      on: SWITCH,
      does: "pass",
      meanwhile: () => {
        engine.faults.push({ on: OLD_SCROLL, does: "pass", meanwhile: after });
      },
    });
    await refill();
    const store = await open(next);
    expect([...(await store.removed())].sort()).toEqual([3, 9, 60].map(sampleId).sort());
    expect(await numbersOf(store)).toContain(61);
  });

  it("goes on where it was stopped, embedding nothing twice", async () => {
    const stop = new AbortController();
    const embed: RefillOptions["embed"] = async (image) => {
      embedded.push(NUMBER(image));
      return sampleRow(next, NUMBER(image));
    };
    await old.upsert(sampleRows(schema, 100, 400));
    const onProgress = () => stop.abort(new Error("stopped"));
    await expect(refill({ embed, onProgress, signal: stop.signal })).rejects.toThrow("stopped");
    expect((await old.refresh()).count).toBe(329);
    await refill({ embed });
    expect(new Set(embedded).size).toBe(embedded.length);
    expect((await open(next)).state().count).toBe(329);
  });

  it("is not switched while an image cannot be read, unless that one may stay behind", async () => {
    const embed: RefillOptions["embed"] = async (image) => {
      if (NUMBER(image) === 7) throw new AppError("image_not_found", "Its file is gone");
      return sampleRow(next, NUMBER(image));
    };
    const kept = await refill({ embed });
    expect(kept).toMatchObject({ isSwitched: false, embedded: 28 });
    expect([...kept.failed]).toEqual([[sampleId(7), "Its file is gone"]]);
    expect(engine.aliases().get("g")).toBe("g--sample-1");
    expect(await refill({ embed, leavesBehind: true })).toMatchObject({ isSwitched: true });
    expect((await open(next)).state().count).toBe(28);
  });

  it("is switched when an image that could not be read is removed meanwhile", async () => {
    const embed: RefillOptions["embed"] = async (image) => {
      if (NUMBER(image) !== 7) return sampleRow(next, NUMBER(image));
      await old.remove([image.id]);
      throw new AppError("image_not_found", "Its file is gone");
    };
    expect(await refill({ embed })).toMatchObject({ isSwitched: true, embedded: 28 });
    expect((await (await open(next)).removed()).has(sampleId(7))).toBe(true);
  });

  it("stops at a failure that is of no image", async () => {
    const embed = async () => {
      throw new AppError("embedder_unavailable", "The model has ended");
    };
    await expect(refill({ embed })).rejects.toMatchObject({ code: "embedder_unavailable" });
  });

  it("takes a second name when a model's vectors have changed under its own", async () => {
    const wider: StoreSchema = { ...sampleSchema(28, 9, 8) };
    const embed: RefillOptions["embed"] = async (image) => sampleRow(wider, NUMBER(image));
    expect(await refill({ schema: wider, embed })).toMatchObject({ to: "g--sample-1--2" });
    expect((await open(wider)).state().count).toBe(29);
  });

  it("says so when there is no such gallery", async () => {
    const nobody = refill({ collection: "nobody" });
    await expect(nobody).rejects.toMatchObject({ code: "store_unavailable" });
    await expect(nobody).rejects.toThrow(/"nobody"/);
  });

  it("is followed by those of its model when the alias goes to another collection", async () => {
    const writer = await open(schema);
    // As after a snapshot was restored beside it.
    engine.copyCollection("g--sample-1", "g--restored");
    engine.pointAlias("g", "g--restored");
    await writer.upsert([sampleRow(schema, 80)]);
    const { revision } = old.state();
    expect((await old.refresh()).count).toBe(30);
    expect(old.state().revision).toBeGreaterThan(revision);
    const late = await open(schema);
    engine.pointAlias("g", "g--sample-1");
    await late.refresh();
    engine.pointAlias("g", "g--restored");
    engine.drop("g--sample-1");
    await late.upsert([sampleRow(schema, 81)]);
    expect((await old.refresh()).count).toBe(31);
    expect(await old.search(sampleRow(schema, 80).energy, { limit: 1 })).toMatchObject([
      { id: sampleId(80) },
    ]);
  });
});
