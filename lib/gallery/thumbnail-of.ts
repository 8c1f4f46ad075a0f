import type { ImageId } from "@/lib/energy/image-id";
import { isAppError } from "@/lib/errors";
import type { VectorStore } from "@/lib/store/vector-store";
import { readBestPicture } from "./best-picture";
import { decodePicture, type PictureLimits } from "./decode";
import { hasThumbnail, readThumbnail, type ThumbnailWidth, writeThumbnails } from "./thumbnails";

/** What thumbnails are made from, px a side. */
const BASE_SIDE = 1_280;

/** One is made at a time: a wall asks for a hundred at once. */
let making: Promise<unknown> = Promise.resolve();

/**
 * A thumbnail of an image. One whose vectors came without its picture gets it now, where its file is
 * still as it was.
 *
 * @throws {AppError} `image_not_found` when there is no thumbnail and no file; what decoding throws.
 */
export async function thumbnailOf(
  store: VectorStore,
  { dataDir, limits }: { readonly dataDir: string; readonly limits: PictureLimits },
  id: ImageId,
  width: ThumbnailWidth,
): Promise<Buffer> {
  try {
    return await readThumbnail(dataDir, id, width);
  } catch (error) {
    if (!isAppError(error) || error.code !== "image_not_found") throw error;
    const [image] = await store.get([id]);
    if (!image) throw error;
    const made = making.then(async () => {
      // Both widths are made at once, for whoever asked first.
      if (await hasThumbnail(dataDir, id, width)) return;
      const { file } = await readBestPicture(image, dataDir);
      const { pixels } = await decodePicture(file, limits, BASE_SIDE);
      await writeThumbnails(dataDir, id, pixels);
    });
    making = made.catch(() => {});
    await made;
    return readThumbnail(dataDir, id, width);
  }
}
