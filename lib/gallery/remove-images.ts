import { resolve, sep } from "node:path";
import type { ImageId } from "@/lib/energy/image-id";
import type { ImageLocation, StoredImage, VectorStore } from "@/lib/store/vector-store";
import type { Thumbnails } from "./thumbnails";

/** What images are removed from. */
interface Gallery {
  readonly store: VectorStore;
  readonly thumbnails: Thumbnails;
}

/**
 * Removes images by hand: they stay out when their folder is added again. Their thumbnails go with
 * them, their files stay.
 *
 * @returns how many were there.
 */
export async function removeImages(
  { store, thumbnails }: Gallery,
  ids: readonly ImageId[],
): Promise<number> {
  const count = await store.remove(ids);
  await thumbnails.delete(ids);
  return count;
}

/**
 * Removes the images that lie in a folder. One that lies elsewhere too stays, and is known to lie
 * only there from now on.
 *
 * @returns how many were removed, and how many stay.
 */
export async function removeFolder(
  gallery: Gallery,
  folder: string,
): Promise<{ removed: number; staying: number }> {
  const root = resolve(folder);
  const start = root.endsWith(sep) ? root : root + sep;
  const isInside = ({ path }: ImageLocation) => path === root || path.startsWith(start);
  const ids: ImageId[] = [];
  const staying: Pick<StoredImage, "id" | "locations" | "details">[] = [];
  for await (const batch of gallery.store.scan()) {
    for (const { id, locations, details } of batch) {
      if (!locations.some(isInside)) continue;
      const others = locations.filter((location) => !isInside(location));
      if (others.length === 0) ids.push(id);
      else staying.push({ id, locations: others, details });
    }
  }
  await gallery.store.update(staying);
  return { removed: await removeImages(gallery, ids), staying: staying.length };
}
