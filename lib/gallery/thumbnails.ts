import type { ImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import type { Pixels } from "./decode";
import { toWebp } from "./prepare-guest";

/** Widths in px that thumbnails are kept in: one for a phone's column, one for a sharp screen's. */
export const THUMBNAIL_WIDTHS = [320, 640] as const;
export type ThumbnailWidth = (typeof THUMBNAIL_WIDTHS)[number];

/** An image's thumbnails: a file of WebP at each width. */
export type ThumbnailFiles = Readonly<Record<ThumbnailWidth, Buffer>>;

/**
 * Where thumbnails are kept. Any number of processes may read and write the same at once, on several
 * machines: an image's thumbnails are the same whoever makes them. A folder that they share does;
 * object storage would, whose keys are an id and a width.
 *
 * @throws every method: what the file system or the network throws, `ENOSPC` for one.
 */
export interface Thumbnails {
  /** @throws {AppError} `image_not_found` when there is none. */
  read(id: ImageId, width: ThumbnailWidth): Promise<Buffer>;
  /** Whether an image can be shown: its small thumbnail is there. Never throws. */
  has(id: ImageId): Promise<boolean>;
  /** Keeps an image's thumbnails. Each appears whole or not at all, whenever the process dies. */
  write(id: ImageId, files: ThumbnailFiles): Promise<void>;
  /** Deletes those of images; of one that has none, nothing. */
  delete(ids: readonly ImageId[]): Promise<void>;
  /** Forgets what processes that died were writing an hour ago or more; what others write stays. */
  clearUnfinished(): Promise<void>;
}

/** Both widths, made side by side. */
export async function makeThumbnails(pixels: Pixels): Promise<ThumbnailFiles> {
  const [small, large] = await Promise.all(THUMBNAIL_WIDTHS.map((width) => toWebp(pixels, width)));
  if (!small || !large) throw new Error("Expected a thumbnail at each width");
  return { 320: small, 640: large };
}

/** What every kind of {@link Thumbnails} says of an image that has none. */
export function noThumbnail(id: ImageId): AppError {
  return new AppError("image_not_found", `Expected a thumbnail of ${id} but there is none.`);
}
