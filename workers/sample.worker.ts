import { parentPort } from "node:worker_threads";
import { drawToFile } from "@/lib/gallery/sample/draw-to-file";
import type { DrawJob } from "@/lib/gallery/sample/make-sample-gallery";

// Started by lib/gallery/sample/make-sample-gallery.ts, which is the only one to post to it.
parentPort?.on("message", async ({ genome, path }: DrawJob) => {
  await drawToFile(genome, path);
  parentPort?.postMessage("drawn");
});
