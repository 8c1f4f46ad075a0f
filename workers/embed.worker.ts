import { parentPort, workerData } from "node:worker_threads";
import type { EmbedWorkerData } from "@/lib/embedding/protocol";
import { serveModel } from "@/lib/embedding/serve-model";

// Started by lib/embedding/worker-embedder.ts, which is the only one to post to it.
if (parentPort) await serveModel(parentPort, workerData as EmbedWorkerData);
