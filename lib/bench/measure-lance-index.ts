import { readFileSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { connect, Index, type Table } from "@lancedb/lancedb";
import { sampleId } from "@/lib/store/sample-rows";
import type { Figure } from "./bench";
import { storeFolder } from "./made-up-gallery";
import { referencePath } from "./measure-plain-scan";
import { describeTimes } from "./percentiles";
import { bestOf, describeRecall, recallOf } from "./recall";
import { questionsOf } from "./store-questions";

/** More rows take HNSW tens of minutes. */
const MAX_HNSW_ROWS = 100_000;

/**
 * Training on a quarter of the rows a partition that LanceDB takes, for 20 rounds instead of 50: with
 * its own values the partitions of 100,000 rows were not found in three minutes of two cores.
 */
const QUICK_TRAINING = { sampleRate: 64, maxIterations: 20 } as const;

/** How wide it is searched: partitions, and how many times what is wanted is scored by float32. */
const SETTINGS = [
  { nprobes: 20, refine: { 50: 4, 2000: 1 } },
  { nprobes: 100, refine: { 50: 10, 2000: 2 } },
] as const;
const LIMITS = [50, 2_000] as const;

/** LanceDB's own indices, on a copy of the same rows. */
export async function measureLanceIndex(dataDir: string, rows: number): Promise<Figure[]> {
  const dir = join(dataDir, "lance-index");
  await cp(join(storeFolder(dataDir), "images.lance"), join(dir, "images.lance"), {
    recursive: true,
  });
  const connection = await connect(dir);
  const table = await connection.openTable("images");
  try {
    await table.optimize();
    const figures: Figure[] = [];
    const partitions = Math.ceil(Math.sqrt(rows));
    const kinds = {
      IVF_PQ: Index.ivfPq({
        distanceType: "dot",
        numPartitions: partitions,
        numSubVectors: 64,
        ...QUICK_TRAINING,
      }),
      // One graph, as its documentation advises.
      ...(rows <= MAX_HNSW_ROWS && {
        IVF_HNSW_SQ: Index.hnswSq({ distanceType: "dot", numPartitions: 1, ...QUICK_TRAINING }),
      }),
    };
    for (const [name, config] of Object.entries(kinds)) {
      process.stderr.write(`  building ${name} …\n`);
      const cpu = process.cpuUsage();
      const start = performance.now();
      await table.createIndex("energy", { config, replace: true });
      const seconds = ((performance.now() - start) / 1_000).toFixed(1);
      const { user, system } = process.cpuUsage(cpu);
      const cpuS = ((user + system) / 1e6).toFixed(0);
      figures.push({ what: `LanceDB ${name}: build`, value: `${seconds} s · CPU ${cpuS} s` });
      figures.push(...(await searches(table, name, dataDir, rows)));
    }
    return figures;
  } finally {
    table.close();
    connection.close();
    await rm(dir, { recursive: true });
  }
}

async function searches(
  table: Table,
  name: string,
  dataDir: string,
  rows: number,
): Promise<Figure[]> {
  const bytes = readFileSync(referencePath(dataDir));
  const reference = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  // Every third: all images, half of the corners, pushed and not.
  const asked = [...questionsOf(rows).entries()].filter(([i]) => i % 3 === 0);
  const figures: Figure[] = [];
  for (const limit of LIMITS) {
    for (const { nprobes, refine } of SETTINGS) {
      const times: number[] = [];
      const recalls: number[] = [];
      const cpu = process.cpuUsage();
      for (const [i, { query }] of asked) {
        const start = performance.now();
        const found = await table
          .query()
          .nearestTo(query)
          .distanceType("dot")
          .nprobes(nprobes)
          .ef(2 * limit * refine[limit])
          .refineFactor(refine[limit])
          .limit(limit)
          .select(["id"])
          .toArray();
        times.push(performance.now() - start);
        const ids = found.map((row: { id: unknown }) => String(row.id));
        recalls.push(recallOf(ids, Array.from(bestOf(reference, i, limit), sampleId)));
      }
      const { user, system } = process.cpuUsage(cpu);
      const cpuMs = ((user + system) / 1_000 / asked.length).toFixed(0);
      figures.push({
        what: `LanceDB ${name}: ${limit.toLocaleString("en")} wanted, ${nprobes} probes, refined × ${refine[limit]}`,
        value: `${describeTimes(times)} · CPU ${cpuMs} ms · recall ${describeRecall(recalls)}`,
      });
    }
  }
  return figures;
}
