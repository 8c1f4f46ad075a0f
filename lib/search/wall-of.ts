import type { ImageId } from "@/lib/energy/image-id";
import type { StoredImage } from "@/lib/store/vector-store";
import { nameOfUntitled } from "./about";
import { FIRST_TILES, type TileDetails, type WallNotice, type WallResponse } from "./contract";
import type { SeenGallery } from "./kept-answer";
import { type PackedTile, packTiles } from "./packed-tiles";
import type { SearchDeps } from "./search-deps";

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

/** What tiles are read with: the vocabulary names those that have no name. */
type TileDeps = Pick<SearchDeps, "store" | "terms" | "calibrator">;

/** What tiles with their names depend on, for answers that hold some and are kept. */
export function seenInTiles({ store, terms, calibrator }: TileDeps): SeenGallery<string> {
  const { revision, count } = store.state();
  const hasTerms = terms.now() !== undefined;
  return { version: `${revision}:${calibrator.madeFor}:${hasTerms}`, count };
}

/** The answer that carries a wall: all places packed, the first tiles in full. */
export async function wallOf(
  { tiles, closeCount, copies, notices, missing }: WallContents,
  deps: TileDeps,
): Promise<WallResponse> {
  const { store } = deps;
  const { galleryId, revision, count } = store.state();
  const first = await readTiles(
    tiles.slice(0, FIRST_TILES).map(({ id }) => id),
    deps,
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
export async function readTiles(ids: readonly ImageId[], deps: TileDeps): Promise<TileDetails[]> {
  const images = (await deps.store.get(ids)).flatMap((image) => image ?? []);
  const names = await namesOf(
    images.filter(({ details }) => !details.title && !details.label),
    deps,
  );
  return images.map((image) => {
    const about = names.get(image.id);
    return { ...tileOf(image), ...(about ? { about } : {}) };
  });
}

async function namesOf(
  untitled: readonly StoredImage[],
  deps: TileDeps,
): Promise<ReadonlyMap<ImageId, string>> {
  const names = new Map<ImageId, string>();
  if (untitled.length === 0 || !deps.terms.now()) return names;
  const [energies, calibration] = await Promise.all([
    deps.store.energies(untitled.map(({ id }) => id)),
    deps.calibrator.get(),
  ]);
  for (const [i, { id }] of untitled.entries()) {
    const energy = energies[i];
    if (energy) names.set(id, nameOfUntitled(id, energy, calibration, deps));
  }
  return names;
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
