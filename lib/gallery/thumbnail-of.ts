import type { ImageId } from "@/lib/energy/image-id";
import { logEvent } from "@/lib/log-event";
import type { StoredImage, VectorStore } from "@/lib/store/vector-store";
import { readBestPicture } from "./best-picture";
import { decodePicture, type PictureLimits } from "./decode";
import {
  makeThumbnails,
  THUMBNAIL_WIDTHS,
  type ThumbnailFiles,
  type Thumbnails,
  type ThumbnailWidth,
} from "./thumbnails";

/** What thumbnails are made from, px a side. */
const BASE_SIDE = 1_280;

/** Where thumbnails come from, and where those that are made are kept. */
interface ThumbnailDeps {
  readonly store: Pick<VectorStore, "get">;
  readonly thumbnails: Thumbnails;
  readonly limits: PictureLimits;
}

/** Being made: whoever asks meanwhile, for either width, gets what comes of it. */
const inHand = new Map<ImageId, Promise<ThumbnailFiles>>();
/** One is made at a time: a wall asks for a hundred at once. */
let last: Promise<unknown> = Promise.resolve();
/** Whether the last could be kept: a full disk is a line in the log, not one a tile. */
let isKeeping = true;

/**
 * A thumbnail of an image. One whose vectors came without its picture gets it now, where its file is
 * still as it was. What was made is given also when it cannot be kept.
 *
 * @throws {AppError} `image_not_found` when there is no thumbnail and no file; what decoding throws.
 */
export async function thumbnailOf(
  deps: ThumbnailDeps,
  id: ImageId,
  width: ThumbnailWidth,
): Promise<Buffer> {
  try {
    return await deps.thumbnails.read(id, width);
  } catch (error) {
    const [image] = await deps.store.get([id]);
    if (!image) throw error;
    return (await bothOf(deps, image))[width];
  }
}

function bothOf(deps: ThumbnailDeps, image: StoredImage): Promise<ThumbnailFiles> {
  const before = inHand.get(image.id);
  if (before !== undefined) return before;
  const made = last.then(() => makeAndKeep(deps, image)).finally(() => inHand.delete(image.id));
  inHand.set(image.id, made);
  last = made.catch(() => {});
  return made;
}

async function makeAndKeep(
  { thumbnails, limits }: ThumbnailDeps,
  image: StoredImage,
): Promise<ThumbnailFiles> {
  // Another process may have made it, and this one between a look and its turn.
  const kept = await readBoth(thumbnails, image.id);
  if (kept) return kept;
  const { file } = await readBestPicture(image, thumbnails);
  const { pixels } = await decodePicture(file, limits, BASE_SIDE);
  const files = await makeThumbnails(pixels);
  try {
    await thumbnails.write(image.id, files);
    isKeeping = true;
  } catch (error) {
    if (isKeeping) logEvent("thumbnail_not_kept", { id: image.id, error: String(error) });
    isKeeping = false;
  }
  return files;
}

async function readBoth(thumbnails: Thumbnails, id: ImageId): Promise<ThumbnailFiles | undefined> {
  try {
    const [small, large] = await Promise.all(
      THUMBNAIL_WIDTHS.map((width) => thumbnails.read(id, width)),
    );
    return small && large ? { 320: small, 640: large } : undefined;
  } catch {
    // One is missing or damaged: both are made anew.
    return undefined;
  }
}
