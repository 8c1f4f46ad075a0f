import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ImageId } from "@/lib/energy/image-id";
import { replaceFile } from "@/lib/replace-file";
import {
  noThumbnail,
  THUMBNAIL_WIDTHS,
  type ThumbnailFiles,
  type Thumbnails,
  type ThumbnailWidth,
} from "./thumbnails";

/** Nobody writes a file for so long, whatever the clocks of the machines say. */
const DEAD_MS = 3_600_000;

/**
 * Thumbnails in a folder, which several machines may share: a file is written beside the others and
 * moved into place.
 */
export class ThumbnailFolder implements Thumbnails {
  readonly #dir: string;
  /** Where they are written before they are whole; no id's two letters. */
  readonly #unfinished: string;

  /** @param dir that need not exist yet. */
  constructor(dir: string) {
    this.#dir = dir;
    this.#unfinished = join(dir, "unfinished");
  }

  async read(id: ImageId, width: ThumbnailWidth): Promise<Buffer> {
    try {
      return await readFile(this.#path(id, width));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      throw noThumbnail(id);
    }
  }

  async has(id: ImageId): Promise<boolean> {
    const found = await stat(this.#path(id, THUMBNAIL_WIDTHS[0])).catch(() => undefined);
    return found !== undefined;
  }

  async write(id: ImageId, files: ThumbnailFiles): Promise<void> {
    const written = await Promise.allSettled(
      THUMBNAIL_WIDTHS.map((width) => this.#writeWhole(this.#path(id, width), files[width])),
    );
    // Said when none of them is being written any more.
    for (const result of written) if (result.status === "rejected") throw result.reason;
  }

  async delete(ids: readonly ImageId[]): Promise<void> {
    for (const id of ids) {
      for (const width of THUMBNAIL_WIDTHS) await rm(this.#path(id, width), { force: true });
    }
  }

  async clearUnfinished(): Promise<void> {
    const names = await readdir(this.#unfinished).catch(() => []);
    for (const name of names) {
      const part = join(this.#unfinished, name);
      const found = await stat(part).catch(() => undefined);
      // What is younger somebody may be writing: a restore, or an ingest of another data folder.
      if (found && Date.now() - found.mtimeMs > DEAD_MS) await rm(part, { force: true });
    }
  }

  async #writeWhole(path: string, bytes: Uint8Array): Promise<void> {
    const part = join(this.#unfinished, randomBytes(8).toString("hex"));
    const folders = [dirname(path), this.#unfinished];
    await Promise.all(folders.map((dir) => mkdir(dir, { recursive: true })));
    await replaceFile(path, part, bytes);
  }

  #path(id: ImageId, width: ThumbnailWidth): string {
    return thumbnailFile(this.#dir, id, width);
  }
}

/** Two letters of the id make the folder, so that none holds more than a thousandth of them. */
export function thumbnailFile(dir: string, id: ImageId, width: ThumbnailWidth): string {
  return join(dir, id.slice(0, 2), `${id}-${width}.webp`);
}
