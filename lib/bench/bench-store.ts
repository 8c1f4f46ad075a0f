import type { Bench, BenchContext, Figure } from "./bench";
import { ensureMadeUpGallery, runStep, WRITE_BATCH } from "./made-up-gallery";

const SIZES = [10_000, 100_000, 1_000_000];

/** What each size is measured by, each in a process of its own: see `workers/bench.ts`. */
const STEPS = [
  ["plain", "scanning float32, answering exactly"],
  ["store", "opening, searching, writing"],
  ["lance-index", "building LanceDB's own indices, searching them"],
] as const;

/** Cost against rows: the embedded store, a plain scan, LanceDB's own indices. */
export const benchStore: Bench = {
  name: "store",
  about: "cost against rows, 512 + 128 dims: clusters of unlike sizes, all corners of the dials",
  async run(context) {
    const sizes = [...new Set([...SIZES.filter((size) => size < context.rows), context.rows])];
    const figures: Figure[] = [];
    for (const rows of sizes) figures.push(...(await measure({ ...context, rows })));
    return figures;
  },
};

async function measure(context: BenchContext): Promise<Figure[]> {
  const { rows, print } = context;
  const { dataDir, writeMs } = await ensureMadeUpGallery(context);
  const figures: Figure[] = [];
  if (writeMs !== undefined) {
    const value = `${((rows / writeMs) * 1_000).toFixed(0)} rows/s (${(writeMs / 1_000).toFixed(1)} s)`;
    figures.push({ what: `write, ${WRITE_BATCH} a commit`, value });
  }
  for (const [step, about] of STEPS) {
    print(`${rows} rows: ${about} …`);
    const start = performance.now();
    const own = JSON.parse(await runStep(step, dataDir, rows)) as Figure[];
    // As they come: at a million rows the whole takes some twelve minutes.
    for (const { what, value } of own) print(`  ${what}: ${value}`);
    print(`  (${((performance.now() - start) / 1_000).toFixed(0)} s)`);
    figures.push(...own);
  }
  const size = rows.toLocaleString("en");
  return figures.map((figure) => ({ ...figure, what: `${size} rows: ${figure.what}` }));
}
