import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { DensityEngine } from "@/lib/store/scan/density-engine";
import { startKernel } from "@/lib/store/scan/kernel";
import { ScanEngine } from "@/lib/store/scan/scan-engine";
import type { ScanReply, ScanRequest, ScanWorkerData } from "@/lib/store/scan/scan-messages";
import { VectorReader } from "@/lib/store/scan/vector-reader";

// Started by lib/store/scan/scanner.ts, which is the only one to post to it.
const { kernelPath, memory, layout } = workerData as ScanWorkerData;
const kernel = startKernel(new WebAssembly.Module(readFileSync(kernelPath)), memory);
const energies = new VectorReader(layout.total);
const searcher = new ScanEngine(kernel, memory, layout, energies);
const measurer = new DensityEngine(kernel, memory, layout, energies);

parentPort?.on("message", ({ id, work }: ScanRequest) => {
  const post = (reply: ScanReply, buffers: ArrayBuffer[] = []) =>
    parentPort?.postMessage(reply, buffers);
  try {
    if (work.type === "search") {
      const result = searcher.search(work);
      post({ type: "done", id, result }, [result.slots.buffer, result.scores.buffer]);
    } else {
      const result = measurer.densities(work);
      post({ type: "done", id, result }, [result.values.buffer]);
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    post({ type: "failed", id, message });
  }
});
