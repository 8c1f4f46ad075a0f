import { LRUCache } from "lru-cache";
import type { Embedder } from "@/lib/embedding/embedder";
import type { EnergyLayout } from "@/lib/energy/aspects";
import type { Crop } from "@/lib/energy/recipe";
import { readBestPicture } from "@/lib/gallery/best-picture";
import type { PictureLimits } from "@/lib/gallery/decode";
import { energyOf, prepareCrop } from "@/lib/gallery/prepare-guest";
import type { Thumbnails } from "@/lib/gallery/thumbnails";
import { tellWork } from "@/lib/metrics/work-told";
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
  { thumbnails, limits }: { readonly thumbnails: Thumbnails; readonly limits: PictureLimits },
  embedder: Embedder,
  layout: EnergyLayout,
): CropEnergies {
  const known = new LRUCache<string, Promise<Float32Array>>({ max: MAX_CROPS });
  const embed = async (image: StoredImage, crop: Crop, signal?: AbortSignal) => {
    const { file } = await readBestPicture(image, thumbnails);
    const { square, palette, light } = await prepareCrop(file, crop, embedder.model, limits);
    return energyOf(await embedder.embedImage(square, signal), palette, light, layout);
  };
  return {
    energyOf(image, crop, signal) {
      const key = [image.id, crop.x, crop.y, crop.width, crop.height].join();
      const before = known.get(key);
      tellWork({ kind: "cache", cache: "crops", isHit: before !== undefined });
      if (before) return before;
      const energy = embed(image, crop, signal);
      known.set(key, energy);
      energy.catch(() => known.delete(key));
      return energy;
    },
  };
}
