import { readFile, stat } from "node:fs/promises";
import { isAbsolute } from "node:path";
import sharp from "sharp";
import type { ImageLocation, StoredImage } from "@/lib/store/vector-store";
import { decodePicture, type PictureLimits } from "./decode";
import { findArchive } from "./sources/archive-path";
import { readArchived } from "./sources/read-archived";
import { THUMBNAIL_WIDTHS, type Thumbnails } from "./thumbnails";

const LARGE_SIDE = 2_048;

type Placed = Pick<StoredImage, "id" | "locations">;

/** The best that can be had of an image without asking anybody else for it. */
export interface BestPicture {
  readonly file: Buffer;
  /** Whether it is the file that was taken in, and no thumbnail. */
  readonly isOriginal: boolean;
}

/**
 * The file or the archive's member that an image was taken in from, from the first place where it
 * still is as it was; else its largest thumbnail. What came from a link is not fetched again.
 *
 * @throws {AppError} `image_not_found` when there is not even a thumbnail.
 */
export async function readBestPicture(
  { id, locations }: Placed,
  thumbnails: Thumbnails,
): Promise<BestPicture> {
  for (const location of locations) {
    const file = await readUnchanged(location);
    if (file) return { file, isOriginal: true };
  }
  const widest = Math.max(...THUMBNAIL_WIDTHS) as (typeof THUMBNAIL_WIDTHS)[number];
  return { file: await thumbnails.read(id, widest), isOriginal: false };
}

/**
 * {@link readBestPicture} as a WebP of at most 2,048 px.
 *
 * @throws {AppError} `image_not_found`; what decoding throws.
 */
export async function renderLarge(
  image: Placed,
  thumbnails: Thumbnails,
  limits: PictureLimits,
): Promise<BestPicture> {
  const { file: best, isOriginal } = await readBestPicture(image, thumbnails);
  if (!isOriginal) return { file: best, isOriginal };
  const { pixels } = await decodePicture(best, limits, LARGE_SIDE);
  const { data, width, height } = pixels;
  const file = await sharp(data, { raw: { width, height, channels: 3 } })
    .webp({ quality: 86, effort: 2 })
    .toBuffer();
  return { file, isOriginal };
}

/**
 * Whether the picture's file, or the archive that it is in, is at one of its locations; nothing of
 * it is read. Where a link leads, it counts as there: nobody is asked.
 */
export async function hasOriginal(locations: readonly ImageLocation[]): Promise<boolean> {
  for (const location of locations) {
    if (!isAbsolute(location.path) || (await isUnchanged(location))) return true;
    if (await findArchive(location.path)) return true;
  }
  return false;
}

async function isUnchanged({ path, bytes, modifiedMs }: ImageLocation): Promise<boolean> {
  // A disk that is unplugged has none of its files.
  const found = await stat(path).catch(() => undefined);
  return !!found?.isFile() && found.size === bytes && found.mtimeMs === modifiedMs;
}

async function readUnchanged(location: ImageLocation): Promise<Buffer | undefined> {
  if (!isAbsolute(location.path)) return undefined;
  try {
    if (await isUnchanged(location)) return await readFile(location.path);
    return await readArchived(location);
  } catch {
    // Gone, unplugged, damaged or closed to us: the next location may be there.
    return undefined;
  }
}
