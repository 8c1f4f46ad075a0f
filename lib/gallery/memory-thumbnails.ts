import type { ImageId } from "@/lib/energy/image-id";
import {
  noThumbnail,
  type ThumbnailFiles,
  type Thumbnails,
  type ThumbnailWidth,
} from "./thumbnails";

/** Thumbnails of a gallery that is kept in memory, and is gone with the process. */
export class MemoryThumbnails implements Thumbnails {
  readonly #files = new Map<ImageId, ThumbnailFiles>();

  async read(id: ImageId, width: ThumbnailWidth): Promise<Buffer> {
    const files = this.#files.get(id);
    if (!files) throw noThumbnail(id);
    return files[width];
  }

  async has(id: ImageId): Promise<boolean> {
    return this.#files.has(id);
  }

  async write(id: ImageId, files: ThumbnailFiles): Promise<void> {
    this.#files.set(id, files);
  }

  async delete(ids: readonly ImageId[]): Promise<void> {
    for (const id of ids) this.#files.delete(id);
  }

  async clearUnfinished(): Promise<void> {}
}
