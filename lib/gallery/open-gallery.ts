import type { Config } from "@/lib/config";
import type { Embedder } from "@/lib/embedding/embedder";
import { openEmbedder } from "@/lib/embedding/worker-embedder";
import { energyLayout } from "@/lib/energy/aspects";
import { openStore, reachStore } from "@/lib/store/open-store";
import type { VectorStore } from "@/lib/store/vector-store";
import { openThumbnails } from "./open-thumbnails";
import type { Thumbnails } from "./thumbnails";

/** A gallery's store and thumbnails, with the model that its vectors belong to. */
export interface OpenGallery {
  readonly store: VectorStore;
  readonly embedder: Embedder;
  readonly thumbnails: Thumbnails;
  close(): Promise<void>;
}

/**
 * Opens the gallery that the configuration names, or makes an empty one.
 *
 * @throws {AppError} `model_mismatch` when its vectors belong to another model; `model_invalid`,
 *   `embedder_unavailable`, `store_unavailable`, `disk_full`.
 */
export async function openGallery(config: Config): Promise<OpenGallery> {
  const { modelDir, providers, embed } = config;
  // First: a server whose engine is away asks for it again and again, and a model takes its time to load.
  await reachStore(config);
  const embedder = await openEmbedder({ modelDir, providers, ...embed });
  try {
    const { id, dims } = embedder.model;
    const schema = { modelId: id, layout: energyLayout(dims), copyDims: dims.copy };
    const store = await openStore(config, schema);
    return {
      store,
      embedder,
      thumbnails: openThumbnails(config),
      close: async () => {
        await Promise.all([store.close(), embedder.close()]);
      },
    };
  } catch (error) {
    await embedder.close();
    throw error;
  }
}
