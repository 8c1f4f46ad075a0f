import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import type { Pixels } from "./decode";
import { toWebp } from "./prepare-guest";

/** Widths in px that thumbnails are kept in: one for a phone's column, one for a sharp screen's. */
export const THUMBNAIL_WIDTHS = [320, 640] as const;
export type ThumbnailWidth = (typeof THUMBNAIL_WIDTHS)[number];

/**
 * Writes the thumbnails of an image. Each appears whole or not at all, whenever the process dies.
 *
 * @throws what the file system throws; `ENOSPC` is for the caller to name.
 */
export async function writeThumbnails(dataDir: string, id: ImageId, pixels: Pixels): Promise<void> {
  await Promise.all(
    THUMBNAIL_WIDTHS.map(async (width) => {
      const path = thumbnailPath(dataDir, id, width);
      const unfinished = unfinishedFolder(dataDir);
      const part = join(unfinished, randomBytes(8).toString("hex"));
      const webp = await toWebp(pixels, width);
      await Promise.all([dirname(path), unfinished].map((dir) => mkdir(dir, { recursive: true })));
      try {
        await writeFile(part, webp);
        await rename(part, path);
      } catch (error) {
        await rm(part, { force: true });
        throw error;
      }
    }),
  );
}

/** Forgets what processes that died were writing. Only while nobody else writes. */
export async function clearUnfinished(dataDir: string): Promise<void> {
  await rm(unfinishedFolder(dataDir), { recursive: true, force: true });
}

/** Deletes the thumbnails of images. */
export async function deleteThumbnails(dataDir: string, ids: readonly ImageId[]): Promise<void> {
  for (const id of ids) {
    for (const width of THUMBNAIL_WIDTHS) {
      await rm(thumbnailPath(dataDir, id, width), { force: true });
    }
  }
}

/** @throws {AppError} `image_not_found` when there is none. */
export async function readThumbnail(
  dataDir: string,
  id: ImageId,
  width: ThumbnailWidth,
): Promise<Buffer> {
  try {
    return await readFile(thumbnailPath(dataDir, id, width));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new AppError("image_not_found", `Expected a thumbnail of ${id} but there is none.`);
  }
}

/** Whether an image can be shown: its small thumbnail is there. */
export async function hasThumbnail(
  dataDir: string,
  id: ImageId,
  width: ThumbnailWidth = THUMBNAIL_WIDTHS[0],
): Promise<boolean> {
  const found = await stat(thumbnailPath(dataDir, id, width)).catch(() => undefined);
  return found !== undefined;
}

/** Two letters of the id make the folder, so that none holds more than a thousandth of them. */
export function thumbnailPath(dataDir: string, id: ImageId, width: ThumbnailWidth): string {
  return join(thumbnailsFolder(dataDir), id.slice(0, 2), `${id}-${width}.webp`);
}

/** Where thumbnails are written before they are whole; no id's two letters. */
function unfinishedFolder(dataDir: string): string {
  return join(thumbnailsFolder(dataDir), "unfinished");
}

/** Holds our pictures, and nobody's. */
export function thumbnailsFolder(dataDir: string): string {
  return join(dataDir, "thumbnails");
}
