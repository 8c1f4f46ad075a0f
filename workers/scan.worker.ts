import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { DensityEngine } from "@/lib/store/scan/density-engine";
import { startKernel } from "@/lib/store/scan/kernel";
import { ScanEngine } from "@/lib/store/scan/scan-engine";
import type {
  ScanReply,
  ScanRequest,
  ScanWork,
  ScanWorkerData,
} from "@/lib/store/scan/scan-messages";
import { VectorReader } from "@/lib/store/scan/vector-reader";

// Started by lib/store/scan/scan-thread.ts, which is the only one to post to it.
const { kernelPath, memory, layout, thread } = workerData as ScanWorkerData;
const kernel = startKernel(new WebAssembly.Module(readFileSync(kernelPath)), memory);
const energies = new VectorReader(layout.total);
const searcher = new ScanEngine({ kernel, memory, layout, energies, thread });
const measurer = new DensityEngine({ kernel, memory, layout, energies, thread });

function doWork(work: ScanWork) {
  if (work.type === "densities") {
    energies.use(work.energies);
    return measurer.densities(work);
  }
  return work.type === "sift" ? searcher.sift(work) : searcher.rank(work);
}

parentPort?.on("message", ({ id, work }: ScanRequest) => {
  const post = (reply: ScanReply) => parentPort?.postMessage(reply);
  try {
    post({ type: "done", id, result: doWork(work) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    post({ type: "failed", id, message });
  }
});
