import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { ScanEngine } from "@/lib/store/scan/scan-engine";
import type { ScanReply, ScanRequest, ScanWorkerData } from "@/lib/store/scan/scan-messages";

// Started by lib/store/scan/scanner.ts, which is the only one to post to it.
const { kernelPath, ...arena } = workerData as ScanWorkerData;
const engine = new ScanEngine(new WebAssembly.Module(readFileSync(kernelPath)), arena);

parentPort?.on("message", (request: ScanRequest) => {
  const { id } = request;
  try {
    const started = performance.now();
    const result = engine.search(request);
    const cpuMs = performance.now() - started;
    const reply: ScanReply = { type: "done", id, ...result, cpuMs };
    parentPort?.postMessage(reply, [result.slots.buffer, result.scores.buffer]);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ type: "failed", id, message } satisfies ScanReply);
  }
});
