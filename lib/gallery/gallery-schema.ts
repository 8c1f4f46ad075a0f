import { dimsOf, readManifest } from "@/lib/embedding/manifest";
import { energyLayout } from "@/lib/energy/aspects";
import type { StoreSchema } from "@/lib/store/vector-store";

/**
 * What a gallery of a model holds, by the model's manifest alone: nothing is loaded.
 *
 * @throws {AppError} `model_invalid`.
 */
export async function readGallerySchema(modelDir: string): Promise<StoreSchema> {
  const { id, image } = await readManifest(modelDir);
  const dims = dimsOf(image.outputs);
  return { modelId: id, layout: energyLayout(dims), copyDims: dims.copy };
}
