import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { plainRecipe } from "@/lib/energy/recipe";
import { ensureSite } from "@/lib/launch/build.mjs";
import { freePort } from "@/lib/launch/free-port.mjs";
import { stopProcesses } from "@/lib/launch/processes.mjs";
import { startServer } from "@/lib/launch/serve.mjs";
import { healthResponse } from "@/lib/search/contract";
import { openStore } from "@/lib/store/open-store";
import { QdrantNodes } from "@/lib/store/qdrant/qdrant-nodes.fixture";
import { sampleId } from "@/lib/store/sample-rows";
import type { VectorStore } from "@/lib/store/vector-store";
import { encodeTrail } from "@/lib/trail/encode";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import type { Bench, BenchContext, Figure } from "./bench";
import { LiveEngine } from "./live-engine";
import { benchRow, ROWS_A_WRITE, SCHEMA, WRITE_BATCH } from "./made-up-gallery";
import { describeTimes } from "./percentiles";
import { questionsOf } from "./store-questions";

const NODES = 3;
const SERVERS = 2;
const MAX_ROWS = 20_000;
/** Between two writes: each makes every reader look at the gallery anew. */
const PAUSE_MS = 1_000;
const PHASE_MS = 8_000;

/** Three nodes and two servers on this machine; nodes are killed while people browse. */
export const benchCluster: Bench = {
  name: "cluster",
  about: "three nodes of the Qdrant that QDRANT_BIN names, killed one after the other",
  async run(context) {
    const { dir, env } = context;
    if (!env.QDRANT_BIN) {
      return [{ what: "cluster", value: "not measured: set QDRANT_BIN to Qdrant's binary" }];
    }
    await ensureSite(context);
    context.print("starting three nodes …");
    const nodes = await QdrantNodes.start(env.QDRANT_BIN, join(dir, "cluster"), NODES);
    try {
      return await measure(nodes, context);
    } finally {
      await nodes.stop();
      await stopProcesses();
    }
  },
};

async function measure(nodes: QdrantNodes, context: BenchContext): Promise<Figure[]> {
  const { dir, print } = context;
  const rows = Math.min(MAX_ROWS, context.rows);
  const engine = new LiveEngine(nodes.urls);
  const gallery = engine.newGallery("cluster");
  const dataDir = join(dir, "cluster-data");
  await mkdir(dataDir, { recursive: true });
  const store = await openStore({ dataDir, store: engine.addressOf(gallery) }, SCHEMA);
  try {
    print(`writing ${rows} rows, two copies of each …`);
    const start = performance.now();
    for (let from = 0; from < rows; from += WRITE_BATCH) {
      const count = Math.min(WRITE_BATCH, rows - from);
      await store.upsert(Array.from({ length: count }, (_, i) => benchRow(from + i)));
    }
    const perSecond = ((rows / (performance.now() - start)) * 1_000).toFixed(0);
    await engine.whenIndexed(await engine.collectionOf(gallery));
    print("starting two servers …");
    const urls = await startServers(context, dataDir, gallery);
    const write = { what: `write ${rows} rows, two copies`, value: `${perSecond} rows/s` };
    return [write, ...(await browseThrough(nodes, store, urls, rows, print))];
  } finally {
    await store.close();
  }
}

async function startServers(
  { root, env }: BenchContext,
  dataDir: string,
  gallery: string,
): Promise<string[]> {
  const host = "127.0.0.1";
  return Promise.all(
    Array.from({ length: SERVERS }, async () => {
      const port = await freePort();
      const { ready, ended } = startServer({
        ...{ root, dataDir, host, port, isDev: false },
        env: { ...env, WAVELENGTH_STORE: gallery, WAVELENGTH_MODEL: undefined },
      });
      ended.catch(() => {});
      await ready;
      return `http://${host}:${port}`;
    }),
  );
}

/** What one phase of browsing and writing came to. */
class Phase {
  readonly searches: number[] = [];
  readonly walls: number[] = [];
  readonly writes: number[] = [];
  readonly failures: string[] = [];

  figure(what: string): Figure {
    const { searches, walls, writes, failures } = this;
    const line = (name: string, ms: readonly number[]) =>
      ms.length === 0
        ? `0 ${name}`
        : `${ms.length} ${name} (${describeTimes(ms)}, longest ${Math.max(...ms).toFixed(0)} ms)`;
    const parts = [line("searches", searches), line("walls", walls), line("writes", writes)];
    const failed = `${failures.length} failed${failures[0] ? `: ${failures[0]}` : ""}`;
    return { what, value: `${parts.join(" · ")} · ${failed}`, goal: "0 failed" };
  }
}

async function browseThrough(
  nodes: QdrantNodes,
  store: VectorStore,
  urls: readonly string[],
  rows: number,
  print: (line: string) => void,
): Promise<Figure[]> {
  const written: number[] = [];
  let phase = new Phase();
  const over = new AbortController();
  const timed = async (of: () => number[], what: string, run: () => Promise<unknown>) => {
    const start = performance.now();
    try {
      await run();
      of().push(performance.now() - start);
    } catch (error) {
      phase.failures.push(`${what}: ${(error as Error).message}`);
    }
  };
  const questions = questionsOf(rows);
  const lane = async (run: (i: number) => Promise<void>) => {
    for (let i = 0; !over.signal.aborted; i++) await run(i);
  };
  const search = (i: number) =>
    timed(
      () => phase.searches,
      "search",
      async () => {
        const { query } = questions[(i * 7) % questions.length] ?? { query: new Float32Array(0) };
        const found = await store.search(query, { limit: 50 });
        if (found.length !== 50) throw new Error(`Expected 50 images but ${found.length} came`);
      },
    );
  const trails = await trailsOn(urls, rows);
  const wall = (i: number) =>
    timed(
      () => phase.walls,
      "wall",
      async () => {
        const answer = await fetch(`${urls[i % urls.length]}/api/wall?trail=${trails(i)}`);
        if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
        await answer.arrayBuffer();
      },
    );
  const write = async (i: number) => {
    await timed(
      () => phase.writes,
      "write",
      async () => {
        const from = rows + i * ROWS_A_WRITE;
        const batch = Array.from({ length: ROWS_A_WRITE }, (_, n) => from + n);
        await store.upsert(batch.map(benchRow));
        written.push(...batch);
      },
    );
    await delay(PAUSE_MS);
  };
  const lanes = [lane(search), lane(wall), lane(wall), lane(write)];
  const figures: Figure[] = [];
  const during = async (what: string, act: () => Promise<unknown>) => {
    print(`${what} …`);
    phase = new Phase();
    await Promise.all([act(), delay(PHASE_MS)]);
    figures.push(phase.figure(what));
  };
  try {
    await during("three nodes", async () => {});
    for (let at = 0; at < NODES; at++) {
      await during(`node ${at + 1} killed`, () => nodes.kill(at));
      await during(`node ${at + 1} started again`, () => nodes.restart(at));
    }
  } finally {
    over.abort();
    await Promise.all(lanes);
  }
  let lost = 0;
  for (let at = 0; at < written.length; at += 1_000) {
    const found = await store.get(written.slice(at, at + 1_000).map(sampleId));
    lost += found.filter((image) => image === undefined).length;
  }
  figures.push({
    what: `of ${written.length} rows that were acknowledged meanwhile`,
    value: `${lost} lost`,
    goal: "0 lost",
  });
  return figures;
}

/** Codes of trails of one hop, each to another image. */
async function trailsOn(urls: readonly string[], rows: number): Promise<(i: number) => string> {
  const answer = await fetch(`${urls[0]}/api/health`);
  const { model, gallery } = healthResponse.parse(await answer.json());
  const empty = emptyTrail(model.id, { id: gallery.id, revision: gallery.revision });
  return (i) => encodeTrail(addHop(empty, plainRecipe(sampleId((i * 7_919) % rows))));
}
