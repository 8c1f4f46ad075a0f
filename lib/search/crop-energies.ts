import { LRUCache } from "lru-cache";
import type { Config } from "@/lib/config";
import type { Embedder } from "@/lib/embedding/embedder";
import type { EnergyLayout } from "@/lib/energy/aspects";
import type { Crop } from "@/lib/energy/recipe";
import { isAppError } from "@/lib/errors";
import { energyOf, prepareCrop } from "@/lib/gallery/prepare-guest";
import { readOriginal, readThumbnail, THUMBNAIL_WIDTHS } from "@/lib/gallery/thumbnails";
import type { StoredImage } from "@/lib/store/vector-store";

/** Crops that are remembered: 1 MB of vectors. */
const MAX_CROPS = 500;

/** Energies of parts of the gallery's images. */
export interface CropEnergies {
  /**
   * @returns float32, `[layout.total]`: unit or zero blocks.
   * @throws {AppError} `invalid_request` for a crop that is too small; what decoding and the
   *   embedder throw.
   */
  energyOf(image: StoredImage, crop: Crop, signal?: AbortSignal): Promise<Float32Array>;
}

/**
 * Embeds crops from the original, or from the largest thumbnail where that has moved; remembers them
 * by content: an image's id is the hash of its file.
 */
export function openCropEnergies(
  { dataDir, limits }: Pick<Config, "dataDir" | "limits">,
  embedder: Embedder,
  layout: EnergyLayout,
): CropEnergies {
  const known = new LRUCache<string, Promise<Float32Array>>({ max: MAX_CROPS });
  const embed = async (image: StoredImage, crop: Crop, signal?: AbortSignal) => {
    const file = await readFile(image, dataDir);
    const { square, palette, light } = await prepareCrop(file, crop, embedder.model, limits);
    return energyOf(await embedder.embedImage(square, signal), palette, light, layout);
  };
  return {
    energyOf(image, crop, signal) {
      const key = [image.id, crop.x, crop.y, crop.width, crop.height].join();
      const before = known.get(key);
      if (before) return before;
      const energy = embed(image, crop, signal);
      known.set(key, energy);
      energy.catch(() => known.delete(key));
      return energy;
    },
  };
}

async function readFile({ id, locations }: StoredImage, dataDir: string): Promise<Buffer> {
  try {
    return await readOriginal(locations);
  } catch (error) {
    if (!isAppError(error) || error.code !== "original_missing") throw error;
    return readThumbnail(dataDir, id, THUMBNAIL_WIDTHS[1]);
  }
}
