import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dot } from "@/lib/energy/unit-vector";
import { kthLargest } from "@/lib/store/scan/select-top";
import type { Figure } from "./bench";
import { energies, SCHEMA } from "./made-up-gallery";
import { describeTimes } from "./percentiles";
import { questionsOf, REFERENCE_LIMIT, referenceOf } from "./store-questions";

const SCANS = 5;

/** Where the answers that searches are compared with are left. */
export function referencePath(dataDir: string): string {
  return join(dataDir, "reference.u32");
}

/** Scans float32 energies that lie in memory, one after the other, and leaves exact answers. */
export async function measurePlainScan(dataDir: string, rows: number): Promise<Figure[]> {
  const { total } = SCHEMA.layout;
  const all = new Float32Array(rows * total);
  for (let n = 0; n < rows; n++) all.set(energies.energy(n), n * total);
  const times: number[] = [];
  const cpu = process.cpuUsage();
  for (const { query } of questionsOf(rows).slice(0, SCANS)) {
    const start = performance.now();
    const scores = new Float32Array(rows);
    for (let n = 0; n < rows; n++) {
      scores[n] = dot(query, all.subarray(n * total, (n + 1) * total));
    }
    kthLargest(scores, rows, Math.min(rows, REFERENCE_LIMIT));
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = ((user + system) / 1_000 / SCANS).toFixed(0);
  await writeFile(referencePath(dataDir), referenceOf(all, rows));
  const megabytes = ((rows * total * 4) / 1e6).toFixed(0);
  return [
    {
      what: "plain float32 scan in JavaScript, one thread",
      value: `${describeTimes(times)} · CPU ${cpuMs} ms · ${megabytes} MB of vectors in memory`,
    },
  ];
}
