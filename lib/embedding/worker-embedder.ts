import { LRUCache } from "lru-cache";
import { normalize } from "@/lib/energy/unit-vector";
import { AppError } from "@/lib/errors";
import { tellWork } from "@/lib/metrics/work-told";
import { workerFile } from "@/lib/worker-file";
import { Batcher, type BatcherOptions } from "./batcher";
import type { Embedder, ImageEmbedding, ModelDescription, TextEmbedding } from "./embedder";
import type { ModelOutputs } from "./load-model";
import { ModelThread } from "./model-thread";

/** Words come again and again: every page of a trail asks for the same ones. About 2 KB each. */
const CACHED_TEXTS = 2_000;

/** A GPU is idle between two small batches; a processor gains nothing from large ones. */
const MAX_BATCH = { cpu: 8, cuda: 32, webgpu: 32 };

/** What {@link openEmbedder} needs; all but `workerPath` from `lib/config.ts`. */
export interface EmbedderSettings extends Omit<BatcherOptions, "name" | "maxBatch"> {
  /** By default 8 on the processor and 32 on a GPU, where the queue has room for so many. */
  readonly maxBatch?: number | undefined;
  readonly modelDir: string;
  readonly providers: readonly ModelDescription["provider"][];
  /** `dist/embed.worker.js` by default. */
  readonly workerPath?: string;
}

/**
 * Opens the model in a thread of its own: a run blocks its thread, and would hold up the server's
 * (87 ms measured, Node 20.20).
 *
 * @throws {AppError} `model_invalid`, `embedder_unavailable`.
 */
export async function openEmbedder(settings: EmbedderSettings): Promise<Embedder> {
  const { modelDir, providers, workerPath = workerFile("embed.worker") } = settings;
  const thread = await ModelThread.open(workerPath, { modelDir, providers });
  const { model } = thread;

  const maxBatch = settings.maxBatch ?? Math.min(MAX_BATCH[model.provider], settings.maxQueue);
  const images = new Batcher<Uint8Array, ImageEmbedding>(
    { ...settings, maxBatch, name: "embed_images" },
    async (batch) => {
      const { outputs } = await thread.ask({ kind: "images", images: batch });
      return batch.map((_, row) => ({
        subject: rowOf(outputs, "subject", row, model),
        style: rowOf(outputs, "style", row, model),
        copy: rowOf(outputs, "copy", row, model),
      }));
    },
  );
  const texts = new Batcher<string, TextEmbedding>(
    { ...settings, maxBatch: 1, name: "embed_texts" },
    async ([text = ""]) => {
      const { outputs, usedChars } = await thread.ask({ kind: "text", text });
      const embedding = {
        subject: normalize(outputs.subject),
        style: normalize(outputs.style),
        usedChars,
      };
      known.set(text, embedding);
      return [embedding];
    },
  );
  const known = new LRUCache<string, TextEmbedding>({ max: CACHED_TEXTS });
  const pixelBytes = 3 * model.imageSize ** 2;

  return {
    model,
    status: () => ({
      state: thread.state,
      queueDepth: images.depth + texts.depth,
      maxQueue: settings.maxQueue,
      maxBatch,
    }),
    async embedImage(pixels, signal) {
      if (pixels.length !== pixelBytes) {
        throw new AppError(
          "invalid_request",
          `Expected ${pixelBytes} bytes of pixels but received ${pixels.length}.`,
        );
      }
      return images.submit(pixels, signal);
    },
    async embedText(text, signal) {
      const words = text.normalize("NFC").trim();
      if (words === "") {
        throw new AppError("invalid_request", "Expected words but received none. Write something.");
      }
      const before = known.get(words);
      tellWork({ kind: "cache", cache: "texts", isHit: before !== undefined });
      return before ?? texts.submit(words, signal);
    },
    async close() {
      await Promise.all([images.close(), texts.close()]);
      await thread.close();
    },
  };
}

/** One picture's vector, of length 1. @throws {AppError} for values that are no direction. */
function rowOf(
  outputs: ModelOutputs,
  aspect: keyof ModelOutputs,
  row: number,
  { dims }: ModelDescription,
) {
  const vector = normalize(outputs[aspect].subarray(row * dims[aspect], (row + 1) * dims[aspect]));
  if (vector.length > 0 && vector.every((value) => value === 0)) {
    throw new AppError(
      "embedder_unavailable",
      `Expected a direction from the model's output ${aspect} but received none. Try another provider (WAVELENGTH_PROVIDERS).`,
    );
  }
  return vector;
}
