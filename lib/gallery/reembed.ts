import { availableParallelism } from "node:os";
import type { Config } from "@/lib/config";
import { openEmbedder } from "@/lib/embedding/worker-embedder";
import { AppError } from "@/lib/errors";
import { type Refilled, type RefillState, refillGallery } from "@/lib/store/qdrant/refill";
import { readBestPicture } from "./best-picture";
import { readGallerySchema } from "./gallery-schema";
import { openThumbnails } from "./open-thumbnails";
import { energyOf, prepareGuest } from "./prepare-guest";

export interface ReembedOptions {
  /** Switch also when some images have neither file nor thumbnail: they are left behind. */
  readonly leavesBehind: boolean;
  readonly onProgress: (state: RefillState) => void;
  readonly signal: AbortSignal;
}

/** What {@link reembed} did, and how many pictures it had thumbnails of only. */
export interface Reembedded extends Refilled {
  readonly fromThumbnails: number;
}

/**
 * Embeds all images of a gallery in an engine with the model that is configured, and switches the gallery
 * over. From their files where they still are as they were, else from their thumbnails.
 *
 * @throws {AppError} `invalid_request` for a gallery in the data folder; what opening a model and
 *   {@link refillGallery} throw.
 */
export async function reembed(config: Config, options: ReembedOptions): Promise<Reembedded> {
  const { store: place, limits, modelDir, providers, embed: settings } = config;
  if (place.kind !== "qdrant") {
    throw new AppError(
      "invalid_request",
      "Expected WAVELENGTH_STORE to name an engine: for a gallery in a data folder, choose a new one (WAVELENGTH_DATA) and add the folders there again.",
    );
  }
  const schema = await readGallerySchema(modelDir);
  const embedder = await openEmbedder({ modelDir, providers, ...settings });
  const thumbnails = openThumbnails(config);
  const { maxBatch, maxQueue } = embedder.status();
  let fromThumbnails = 0;
  try {
    const done = await refillGallery({
      ...place,
      ...options,
      schema,
      lanes: Math.min(availableParallelism() + 2 * maxBatch, maxQueue),
      embed: async (image) => {
        const { file, isOriginal } = await readBestPicture(image, thumbnails);
        const picture = await prepareGuest(file, embedder.model, limits);
        const vectors = await embedder.embedImage(picture.square);
        if (!isOriginal) fromThumbnails++;
        const energy = energyOf(vectors, picture.palette, picture.light, schema.layout);
        return { energy, copy: vectors.copy };
      },
    });
    return { ...done, fromThumbnails };
  } finally {
    await embedder.close();
  }
}
