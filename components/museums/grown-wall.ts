import { MAX_WALL_TILES, type WallResponse } from "@/lib/search/contract";
import { packTiles, unpackTiles } from "@/lib/search/packed-tiles";

/**
 * An opening wall with what has come since in front, and the rest where it was: a gallery that grows
 * would otherwise be shuffled anew each time somebody looks. What has left the gallery is left out.
 *
 * @param before the wall on screen.
 * @param now the same day's, of the gallery as it is.
 */
export function grownWall(before: WallResponse, now: WallResponse): WallResponse {
  const old = unpackTiles(before.tiles);
  const latest = unpackTiles(now.tiles);
  const shown = new Set(old.map(({ id }) => id));
  const there = new Set(latest.map(({ id }) => id));
  const added = latest.filter(({ id }) => !shown.has(id));
  // A full wall does not hold all of the gallery: what it leaves out may be there all the same.
  const isAll = latest.length < MAX_WALL_TILES;
  const stay = isAll ? old.filter(({ id }) => there.has(id)) : old;
  const tiles = packTiles([...added, ...stay].slice(0, MAX_WALL_TILES));
  return { ...now, tiles, copies: [] };
}
