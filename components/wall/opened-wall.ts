import type { ImageId } from "@/lib/energy/image-id";
import type { WallResponse } from "@/lib/search/contract";
import { type PackedTile, unpackTiles } from "@/lib/search/packed-tiles";

/** A wall as it is shown: unpacked once, never changed. */
export interface OpenedWall {
  readonly response: WallResponse;
  readonly tiles: readonly PackedTile[];
  readonly ids: readonly ImageId[];
  /** Width ÷ height by tile. */
  readonly ratios: Float64Array;
  /** The tile that the divider stands before, as for `layoutWall`; 0 for none. */
  readonly divideAt: number;
  /** Near-copies folded under a tile, by its index. */
  readonly copies: ReadonlyMap<number, readonly ImageId[]>;
  /** Closeness of the best tile, in [0, 1]; −1 for an opening wall or one without tiles. */
  readonly best: number;
}

/** Where a wall stops being close, and something comes after; 0 where that is not said. */
export function dividerOf({ closeCount }: WallResponse): number {
  return Math.max(0, closeCount);
}

const opened = new WeakMap<WallResponse, OpenedWall>();

/** Unpacks a wall; the same answer gives the same object, so that Back renders nothing anew. */
export function openWall(response: WallResponse): OpenedWall {
  const known = opened.get(response);
  if (known) return known;
  const tiles = unpackTiles(response.tiles);
  const wall: OpenedWall = {
    response,
    tiles,
    ids: tiles.map(({ id }) => id),
    ratios: Float64Array.from(tiles, ({ aspectRatio }) => aspectRatio),
    divideAt: dividerOf(response),
    copies: new Map(response.copies.map(({ tile, ids }) => [tile, ids])),
    best: tiles[0]?.closeness ?? -1,
  };
  opened.set(response, wall);
  return wall;
}
