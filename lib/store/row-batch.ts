import type { ImageRow, StoredImage, VectorStore } from "./vector-store";

/**
 * Images with their vectors as the store has them now; those that were removed meanwhile are left
 * out.
 */
export async function rowsOf(
  store: VectorStore,
  images: readonly StoredImage[],
): Promise<ImageRow[]> {
  const ids = images.map(({ id }) => id);
  // One after the other: what an engine sent for the first is kept for the second.
  const energies = await store.energies(ids);
  const copies = await store.copies(ids);
  return images.flatMap((image, i) => {
    const [energy, copy] = [energies[i], copies[i]];
    return energy && copy ? [{ ...image, energy, copy }] : [];
  });
}
