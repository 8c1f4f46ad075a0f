import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { ASPECTS, blockOf } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { openLanceStore } from "@/lib/store/lance-store";
import { naiveSearch } from "@/lib/store/naive-search";
import { sampleId, seededRandom } from "@/lib/store/sample-rows";
import type { SearchOptions, VectorStore } from "@/lib/store/vector-store";
import type { Bench, Figure } from "./bench";
import { benchRow, ensureMadeUpGallery, SCHEMA, storeFolder, WRITE_BATCH } from "./made-up-gallery";
import { describeTimes, percentile } from "./percentiles";

const QUERIES = 200;
const WARM_UP = 20;
/** Searches checked against a naive one in float64: it takes a quarter of a second each. */
const CHECKED = 10;

/** Writes, opens and searches a gallery of made-up, clustered energies. */
export const benchStore: Bench = {
  name: "store",
  about: "the embedded store: 512 + 128 dims, clustered unit blocks, temporary folder",
  async run(context) {
    const { rows, print } = context;
    const { dataDir, writeMs } = await ensureMadeUpGallery(context);
    print("opening …");
    const rssBefore = process.memoryUsage().rss;
    const loop = monitorEventLoopDelay({ resolution: 1 });
    loop.enable();
    const opened = performance.now();
    const store = await openLanceStore({ dir: storeFolder(dataDir), schema: SCHEMA });
    const openMs = performance.now() - opened;
    loop.disable();
    const held = `event loop held ≤ ${(loop.max / 1e6).toFixed(1)} ms`;
    const rssMb = (process.memoryUsage().rss - rssBefore) / 1e6;
    try {
      print("searching …");
      return [
        ...(writeMs === undefined
          ? []
          : [{ what: `write ${rows} rows, ${WRITE_BATCH} a commit`, value: rate(rows, writeMs) }]),
        { what: "open (load all into memory)", value: `${(openMs / 1000).toFixed(2)} s · ${held}` },
        { what: "memory taken by opening", value: `${rssMb.toFixed(0)} MB` },
        ...(await searches(store, rows)),
        await energiesFigure(store, rows),
        await writeFigure(store, rows),
      ];
    } finally {
      await store.close();
    }
  },
};

function rate(rows: number, ms: number): string {
  return `${((rows / ms) * 1000).toFixed(0)} rows/s (${(ms / 1000).toFixed(1)} s)`;
}

/** The energy of a random row, each block scaled as dials do. */
function benchQuery(n: number, rows: number): Float32Array {
  const random = seededRandom(n + 17);
  const query = Float32Array.from(benchRow(Math.floor(random() * rows)).energy);
  for (const aspect of ASPECTS) {
    const scale = (0.2 + 0.8 * random()) / 0.17;
    const block = blockOf(query, aspect, SCHEMA.layout);
    block.forEach((value, i) => {
      block[i] = value * scale;
    });
  }
  return query;
}

async function searches(store: VectorStore, rows: number): Promise<Figure[]> {
  const exclude = new Set<ImageId>(Array.from({ length: 500 }, (_, i) => sampleId(i * 7)));
  const filters = { made: ["person", "unknown"], licence: ["CC0"] } as const;
  const kinds: readonly { readonly what: string; readonly options: SearchOptions }[] = [
    { what: "search, 2,000 wanted", options: { limit: 2_000 } },
    { what: "search, 200 wanted", options: { limit: 200 } },
    { what: "search, 2,000 wanted, filtered to 2 in 9", options: { limit: 2_000, filters } },
    { what: "search, 2,000 wanted, 500 excluded", options: { limit: 2_000, exclude } },
    { what: "search, 10,000 wanted", options: { limit: 10_000 } },
  ];
  const figures: Figure[] = [];
  for (const { what, options } of kinds)
    figures.push(...(await timeSearch(store, rows, what, options)));
  const checked = kinds.slice(0, 4).map(({ options }) => options);
  const value = (await leastRecall(store, rows, checked)).toFixed(4);
  figures.push({
    what: `recall against float64, ${checked.length * CHECKED} searches, least`,
    value,
  });
  return figures;
}

async function timeSearch(
  store: VectorStore,
  rows: number,
  what: string,
  options: SearchOptions,
): Promise<Figure[]> {
  const times: number[] = [];
  const queries = Array.from({ length: WARM_UP + QUERIES }, (_, i) => benchQuery(i, rows));
  await delay(50);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  let cpu = process.cpuUsage();
  for (const [i, query] of queries.entries()) {
    if (i === WARM_UP) {
      loop.enable();
      cpu = process.cpuUsage();
    }
    const start = performance.now();
    await store.search(query, options);
    if (i >= WARM_UP) times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(cpu);
  loop.disable();
  const cpuMs = ((user + system) / 1_000 / QUERIES).toFixed(1);
  const blocked = (loop.max / 1e6).toFixed(1);
  const value = `${describeTimes(times)} · CPU ${cpuMs} ms · event loop held ≤ ${blocked} ms`;
  return [{ what, value }];
}

/** The least recall@limit against a naive search in float64, in [0, 1]: must be 1. */
async function leastRecall(
  store: VectorStore,
  rows: number,
  kinds: readonly SearchOptions[],
): Promise<number> {
  const all = Array.from({ length: rows }, (_, n) => benchRow(n));
  let least = 1;
  for (const [kind, options] of kinds.entries()) {
    for (let i = 0; i < CHECKED; i++) {
      const query = benchQuery(10_000 + kind * CHECKED + i, rows);
      const found = new Set((await store.search(query, options)).map(({ id }) => id));
      const exact = naiveSearch(all, query, options);
      const shared = exact.filter(({ id }) => found.has(id)).length;
      least = Math.min(least, exact.length === 0 ? 1 : shared / exact.length);
    }
  }
  return least;
}

async function energiesFigure(store: VectorStore, rows: number): Promise<Figure> {
  const times: number[] = [];
  for (let i = 0; i < 1_000; i++) {
    const id = sampleId((i * 7_919) % rows);
    const start = performance.now();
    await store.energies([id]);
    times.push(performance.now() - start);
  }
  return { what: "energy of one image", value: `p95 ${percentile(times, 0.95).toFixed(3)} ms` };
}

/** A write into the full gallery, and how soon a second handle sees it. */
async function writeFigure(store: VectorStore, rows: number): Promise<Figure> {
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    const row = benchRow(rows + i);
    const start = performance.now();
    await store.upsert([row]);
    times.push(performance.now() - start);
  }
  return { what: "write one row into the full gallery", value: describeTimes(times) };
}
