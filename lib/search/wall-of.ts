import type { ImageId } from "@/lib/energy/image-id";
import type { StoredImage, VectorStore } from "@/lib/store/vector-store";
import { FIRST_TILES, type TileDetails, type WallNotice, type WallResponse } from "./contract";
import { type PackedTile, packTiles } from "./packed-tiles";

/** What a wall shows, in order. */
interface WallContents {
  readonly tiles: readonly PackedTile[];
  /** As `WallResponse.closeCount`. */
  readonly closeCount: number;
  /** By tile: ids of its near-copies. */
  readonly copies?: ReadonlyMap<ImageId, readonly ImageId[]>;
  readonly notices: readonly WallNotice[];
  readonly missing: readonly ImageId[];
}

/** The answer that carries a wall: all places packed, the first tiles in full. */
export async function wallOf(
  { tiles, closeCount, copies, notices, missing }: WallContents,
  store: VectorStore,
): Promise<WallResponse> {
  const { galleryId, revision, count } = store.state();
  const first = await readTiles(
    tiles.slice(0, FIRST_TILES).map(({ id }) => id),
    store,
  );
  return {
    model: store.schema.modelId,
    gallery: { id: galleryId, revision, count },
    tiles: packTiles(tiles),
    first,
    closeCount,
    copies: copies
      ? tiles.flatMap(({ id }, tile) => {
          const ids = copies.get(id);
          return ids ? [{ tile, ids: [...ids] }] : [];
        })
      : [],
    notices: [...notices],
    missing: [...missing],
  };
}

/** Details of images in the order asked; those that are not there are left out. */
export async function readTiles(
  ids: readonly ImageId[],
  store: VectorStore,
): Promise<TileDetails[]> {
  const images = await store.get(ids);
  return images.flatMap((image) => (image ? [tileOf(image)] : []));
}

function tileOf({ id, width, height, thumbhash, details }: StoredImage): TileDetails {
  const { extra: _, ...shown } = details;
  return {
    id,
    width,
    height,
    thumbhash: Buffer.from(thumbhash).toString("base64"),
    details: shown,
  };
}
