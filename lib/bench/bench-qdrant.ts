import { openStore } from "@/lib/store/open-store";
import { openQdrantStore } from "@/lib/store/qdrant/qdrant-store";
import type { VectorStore } from "@/lib/store/vector-store";
import type { Bench, BenchContext, Figure } from "./bench";
import { LiveEngine } from "./live-engine";
import { benchRow, ensureMadeUpGallery, runStep, SCHEMA, WRITE_BATCH } from "./made-up-gallery";
import { measureQdrant } from "./measure-qdrant";

/** What the issue compares the two stores by. */
const COMPARED_ROWS = 20_000;

/** The same rows and recipes in a running Qdrant engine, beside the embedded store. */
export const benchQdrant: Bench = {
  name: "qdrant",
  about: "a gallery in the engine that QDRANT_URL names, beside the embedded store",
  async run(context) {
    const engine = LiveEngine.of(context.env);
    if (!engine) {
      const value = "not measured: set QDRANT_URL to a running engine, http://127.0.0.1:6333";
      return [{ what: "Qdrant", value }];
    }
    const sizes = [...new Set([Math.min(COMPARED_ROWS, context.rows), context.rows])];
    const figures: Figure[] = [];
    for (const rows of sizes) figures.push(...(await measure(engine, { ...context, rows })));
    return figures;
  },
};

async function measure(engine: LiveEngine, context: BenchContext): Promise<Figure[]> {
  const { rows, print } = context;
  const { dataDir } = await ensureMadeUpGallery(context);
  print(`${rows} rows: answering exactly …`);
  await runStep("plain", dataDir, rows);
  const gallery = engine.newGallery("bench");
  const embedded = await openStore({ dataDir, store: { kind: "embedded" } }, SCHEMA);
  try {
    const address = engine.addressOf(gallery);
    const store = await openStore({ dataDir, store: address }, SCHEMA);
    const exact = await openQdrantStore({ ...address, schema: SCHEMA, isExact: true });
    const graph = await openQdrantStore({ ...address, schema: SCHEMA, isExact: false });
    try {
      print(`${rows} rows: writing into the engine …`);
      const write = await fill(store, rows);
      print(`${rows} rows: waiting for its graph …`);
      const name = await engine.collectionOf(gallery);
      const start = performance.now();
      const { points, indexed } = await engine.whenIndexed(name);
      const seconds = ((performance.now() - start) / 1_000).toFixed(0);
      const built = `${seconds} s after the last write; ${indexed} of ${points} points in it`;
      print(`${rows} rows: searching …`);
      for (const one of [exact, graph]) await one.refresh();
      const asked = { engine, name, store, exact, graph, embedded, dataDir, rows };
      const figures = [
        { what: "write, all acknowledged", value: write },
        { what: "graph built", value: built },
        ...(await measureQdrant(asked)),
      ];
      const size = rows.toLocaleString("en");
      return figures.map((figure) => ({ ...figure, what: `${size} rows: ${figure.what}` }));
    } finally {
      await Promise.all([store.close(), exact.close(), graph.close()]);
    }
  } finally {
    await embedded.close();
    await engine.drop(gallery);
  }
}

/** @returns rows a second, without the time that making them takes. */
async function fill(store: VectorStore, rows: number): Promise<string> {
  let ms = 0;
  const cpu = process.cpuUsage();
  for (let from = 0; from < rows; from += WRITE_BATCH) {
    const count = Math.min(WRITE_BATCH, rows - from);
    const batch = Array.from({ length: count }, (_, i) => benchRow(from + i));
    const start = performance.now();
    await store.upsert(batch);
    ms += performance.now() - start;
  }
  const { user, system } = process.cpuUsage(cpu);
  const cpuS = ((user + system) / 1e6).toFixed(1);
  return `${((rows / ms) * 1_000).toFixed(0)} rows/s (${(ms / 1_000).toFixed(1)} s; CPU here, making rows too, ${cpuS} s)`;
}
