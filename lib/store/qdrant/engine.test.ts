import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Ask, Engine, type EnginePatience } from "./engine";
import { QdrantFixture } from "./qdrant.fixture";

/** Longer than a test may take: nobody waits for these. */
const LONG = { timeoutMs: 300_000, totalMs: 300_000, leastMs: 300_000 };
const aliases: Ask<unknown> = (api, init) => api.getCollectionsAliases({}, init);
const nowhere: Ask<unknown> = (api, init) => api.getCollection({ collection_name: "none" }, init);

describe("an engine of two nodes", () => {
  let nodes: readonly [QdrantFixture, QdrantFixture];
  const opened: Engine[] = [];
  const open = (patience: EnginePatience) => {
    const engine = new Engine({ urls: nodes.map(({ url }) => url), patience });
    opened.push(engine);
    return engine;
  };

  beforeEach(async () => {
    nodes = [await QdrantFixture.start(), await QdrantFixture.start()];
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((engine) => engine.close()));
    for (const node of nodes) await node.down();
  });

  it("asks the other one when one hangs, long before an answer is given up", async () => {
    const engine = open({ reading: { ...LONG, totalMs: 50, leastMs: 50 }, writing: LONG });
    nodes[0].faults.push({ does: "hang" });
    await engine.read(aliases);
    // And stays there: a write has time enough for the first.
    await engine.write(aliases);
    expect(nodes[1].requests).toHaveLength(2);
  });

  it("stays with a node whose caller has left, and with one that says what is not there", async () => {
    const engine = open({ reading: LONG, writing: LONG });
    const leaving = new AbortController();
    const reason = new Error("gone");
    nodes[0].faults.push({ does: "hang", meanwhile: () => leaving.abort(reason) });
    await expect(engine.read(aliases, leaving.signal)).rejects.toBe(reason);
    await expect(engine.read(nowhere)).rejects.toMatchObject({ code: "store_unavailable" });
    await engine.read(aliases);
    expect(nodes.map(({ requests }) => requests.length)).toEqual([3, 0]);
  });

  it("asks no more once it is closed", async () => {
    const engine = open({ reading: LONG, writing: LONG });
    let isClosed: Promise<void> | undefined;
    nodes[0].faults.push({ does: { status: 503 } });
    const close = () => {
      isClosed = engine.close();
    };
    nodes[1].faults.push({ does: "drop", meanwhile: close });
    await expect(engine.write(aliases)).rejects.toMatchObject({ code: "store_unavailable" });
    await isClosed;
    expect(nodes.map(({ requests }) => requests.length)).toEqual([1, 1]);
  });
});
