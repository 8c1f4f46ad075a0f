import { blockOf, PALETTE_DIMS } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { hasOriginal } from "@/lib/gallery/best-picture";
import type { Thumbnails } from "@/lib/gallery/thumbnails";
import type { StoredImage } from "@/lib/store/vector-store";
import type { CreditedImage, CreditsResponse } from "./contract";
import type { SearchDeps } from "./search-deps";
import { readTiles } from "./wall-of";

/**
 * What somebody needs who takes images along: whose they are, what is left of their files, and
 * which colours they have together.
 *
 * @throws what the store throws.
 */
export async function readCredits(
  ids: readonly ImageId[],
  deps: Pick<SearchDeps, "store" | "terms" | "calibrator">,
  thumbnails: Thumbnails,
): Promise<CreditsResponse> {
  const { store } = deps;
  const { galleryId, revision } = store.state();
  const [tiles, stored, palette] = await Promise.all([
    readTiles(ids, deps),
    store.get(ids),
    sharedPalette(ids, store),
  ]);
  const files = new Map(
    await Promise.all(
      stored.map(
        async (image) => [image?.id, image && (await filesOf(image, thumbnails))] as const,
      ),
    ),
  );
  return {
    model: store.schema.modelId,
    gallery: { id: galleryId, revision },
    images: tiles.map((tile) => ({ ...tile, files: files.get(tile.id) ?? "whole" })),
    palette,
  };
}

async function filesOf(
  { id, locations }: StoredImage,
  thumbnails: Thumbnails,
): Promise<CreditedImage["files"]> {
  if (!(await thumbnails.has(id))) return "thumbnail_missing";
  return (await hasOriginal(locations)) ? "whole" : "original_missing";
}

/** A palette's values are square roots of shares, so squares add up. */
async function sharedPalette(
  ids: readonly ImageId[],
  store: SearchDeps["store"],
): Promise<number[]> {
  const shares = new Array<number>(PALETTE_DIMS).fill(0);
  for (const energy of await store.energies(ids)) {
    if (!energy) continue;
    blockOf(energy, "palette", store.schema.layout).forEach((value, bin) => {
      shares[bin] = (shares[bin] ?? 0) + value * value;
    });
  }
  return shares;
}
