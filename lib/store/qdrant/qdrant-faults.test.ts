import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleId, sampleRow, sampleRows, sampleSchema } from "../sample-rows";
import type { VectorStore } from "../vector-store";
import type { EnginePatience } from "./engine";
import { type Fault, QdrantFixture } from "./qdrant.fixture";
import { openQdrantStore } from "./qdrant-store";

const schema = sampleSchema();
const rows = sampleRows(schema, 0, 40);
/** Long enough for a busy machine, short enough for a test that waits until it is over. */
const PATIENCE: EnginePatience = {
  reading: { timeoutMs: 2_000, totalMs: 500, leastMs: 2_000 },
  writing: { timeoutMs: 2_000, totalMs: 20_000, leastMs: 2_000 },
};
/** Asks once. */
const IMPATIENT: EnginePatience = {
  reading: { timeoutMs: 1_000, totalMs: 0, leastMs: 1_000 },
  writing: { timeoutMs: 5_000, totalMs: 0, leastMs: 5_000 },
};
const ROWS = /^PUT .*\/points$/;
const SEARCH = /\/points\/query$/;

describe("the Qdrant store, when the engine fails", () => {
  let engine: QdrantFixture;
  const opened: VectorStore[] = [];
  const open = async (patience = PATIENCE) => {
    const store = await openQdrantStore({ urls: [engine.url], collection: "g", schema, patience });
    opened.push(store);
    return store;
  };
  const first = sampleRow(schema, 0).energy;
  const search = (store: VectorStore) => store.search(first, { limit: 3 });

  beforeEach(async () => {
    engine = await QdrantFixture.start();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
    await engine.down();
  });

  it.each<[string, Fault["does"]]>([
    ["503", { status: 503 }],
    ["500", { status: 500 }],
    ["429 that says nothing more", { status: 429 }],
    ["429 that asks for no time", { status: 429, headers: { "retry-after": "0" } }],
    ["502 of a proxy", { status: 502, said: "<html>" }],
    ["connection that breaks off", "drop"],
  ])("asks again after a %s, and answers", async (_, does) => {
    const store = await open();
    await store.upsert(rows);
    const right = await search(store);
    engine.faults.push({ on: SEARCH, does });
    expect(await search(store)).toEqual(right);
    expect(engine.faults).toEqual([]);
    engine.faults.push({ on: ROWS, does });
    await store.upsert(sampleRows(schema, 40, 50));
    expect(store.state().count).toBe(50);
  });

  it("stays away as long as the engine asks, in seconds of any length, and tells whoever waits", async () => {
    const store = await open();
    await store.upsert(rows);
    const asked = engine.requests.length;
    const headers = { "retry-after": "37" };
    engine.faults.push({ on: SEARCH, does: { status: 429, headers } });
    await expect(search(store)).rejects.toMatchObject({
      code: "store_unavailable",
      retryAfterS: 37,
    });
    expect(engine.requests).toHaveLength(asked + 1);
  });

  it("comes back when the date that the engine names has passed", async () => {
    const store = await open();
    await store.upsert(rows);
    const headers = { "retry-after": new Date(0).toUTCString() };
    engine.faults.push({ on: SEARCH, does: { status: 429, headers } });
    expect(await search(store)).toHaveLength(3);
  });

  it("names an engine that is away, and answers by itself once it is back", async () => {
    const store = await open();
    await store.upsert(rows);
    const right = await search(store);
    await engine.down();
    for (const ask of [
      () => search(store),
      () => store.refresh(),
      () => store.get([sampleId(1)]),
      () => store.densities([sampleId(1)]),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "store_unavailable", status: 503 });
    }
    expect(store.state().count).toBe(40);
    await engine.up();
    expect(await search(store)).toEqual(right);
    expect((await store.refresh()).count).toBe(40);
  });

  it("names an engine that is away when it is opened, and opens once it is there", async () => {
    await engine.down();
    await expect(open()).rejects.toMatchObject({ code: "store_unavailable" });
    await engine.up();
    expect((await open()).state().count).toBe(0);
  });

  it("asks another node when one is away or in trouble, and stays there", async () => {
    const node = await QdrantFixture.start();
    try {
      const urls = [node.url, engine.url];
      await node.down();
      const store = await openQdrantStore({ urls, collection: "g", schema, patience: PATIENCE });
      opened.push(store);
      await store.upsert(rows);
      await node.up();
      expect(await search(store)).toHaveLength(3);
      expect(node.requests).toEqual([]);
    } finally {
      await node.down();
    }
  });

  it("waits for no answer longer than it says", async () => {
    const store = await open(IMPATIENT);
    engine.faults.push({ on: SEARCH, does: "hang" });
    await expect(search(store)).rejects.toMatchObject({ code: "store_unavailable" });
  });

  it("gives up a search whose reader has gone, while the engine hangs", async () => {
    const store = await open();
    const leaving = new AbortController();
    const reason = new Error("gone");
    engine.faults.push({ on: SEARCH, does: "hang", meanwhile: () => leaving.abort(reason) });
    const asked = store.search(first, { limit: 3, signal: leaving.signal });
    await expect(asked).rejects.toBe(reason);
  });

  it("stores all of a batch of which half was taken in before the engine broke off", async () => {
    const store = await open();
    engine.faults.push({ on: ROWS, does: "half" });
    await store.upsert(rows);
    expect(store.state().count).toBe(40);
    expect(await store.energies([sampleId(39)])).toEqual([rows[39]?.energy]);
  });

  it("does not acknowledge what it cannot store, and stores it when it is asked again", async () => {
    const store = await open(IMPATIENT);
    engine.faults.push({ on: ROWS, does: "half" });
    await expect(store.upsert(rows)).rejects.toMatchObject({ code: "store_unavailable" });
    await store.upsert(rows);
    expect(store.state().count).toBe(40);
    expect((await store.ids()).sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  it("loses nothing when the engine restarts in mid-upsert", async () => {
    const store = await open();
    const restart = async () => {
      await engine.down();
      await engine.up();
    };
    engine.faults.push({ on: ROWS, does: "half", meanwhile: restart });
    engine.faults.push({ on: /^GET \/aliases$/, does: "drop after", meanwhile: restart });
    await store.upsert(rows);
    expect(store.state().count).toBe(40);
    expect((await store.ids()).length).toBe(40);
  });

  it("puts a row in once though the answer to it was lost", async () => {
    const store = await open();
    engine.faults.push({ on: ROWS, does: "drop after" });
    await store.upsert(rows);
    expect((await store.ids()).length).toBe(40);
  });

  it("does not acknowledge what the engine has taken in and not stored", async () => {
    const store = await open();
    engine.faults.push({ on: ROWS, does: "acknowledge" });
    await expect(store.upsert(rows)).rejects.toMatchObject({ code: "store_unavailable" });
  });

  it("names a full disk, and asks no more", async () => {
    const store = await open();
    const asked = engine.requests.length;
    const said =
      "Service internal error: No space left on device: WAL buffer size exceeds available disk space";
    engine.faults.push({ on: ROWS, does: { status: 500, said } });
    await expect(store.upsert(rows)).rejects.toMatchObject({ code: "disk_full", status: 507 });
    expect(engine.requests).toHaveLength(asked + 1);
  });

  it("names a full disk also when the gallery is in another collection meanwhile", async () => {
    const store = await open();
    engine.copyCollection("g--sample-1", "g--restored");
    engine.pointAlias("g", "g--restored");
    engine.faults.push({ on: /^PUT .*g--restored\/points$/, does: { status: 507 } });
    await expect(store.upsert(rows)).rejects.toMatchObject({ code: "disk_full" });
    await store.upsert(rows);
    expect(store.state().count).toBe(40);
  });

  it("takes nothing in, and says so, when the gallery's alias is gone", async () => {
    const store = await open();
    engine.dropAlias("g");
    const refusal = store.upsert(rows);
    await expect(refusal).rejects.toMatchObject({ code: "store_unavailable" });
    await expect(refusal).rejects.toThrow(/"g".*alias is gone.*"g--sample-1"/);
  });

  it.each([401, 403])("says which key is missing after a %d, and asks no more", async (status) => {
    const store = await open();
    engine.faults.push({ on: SEARCH, does: { status } });
    await expect(search(store)).rejects.toThrow(/WAVELENGTH_QDRANT_KEY/);
  });

  it("says nothing of what the engine said, but in its cause", async () => {
    const store = await open();
    const said = "shard 3 at 10.0.0.7 is unhappy";
    engine.faults.push({ on: SEARCH, does: { status: 400, said } });
    const failure = await search(store).catch((error: Error) => error);
    expect(failure).toMatchObject({ code: "store_unavailable" });
    expect(String(failure)).not.toContain("10.0.0.7");
    expect(JSON.stringify((failure as Error).cause)).toContain("10.0.0.7");
  });
});
