import type { WallLayout } from "./masonry";

/** Where a key press goes from a tile. */
export type Direction = "left" | "right" | "up" | "down" | "first" | "last";

/**
 * The tile that an arrow key goes to: up and down stay in the column, left and right go to the tile
 * of the next column whose centre is nearest in height. At an edge the focus stays.
 *
 * @param from index of a tile; when there is none, the first tile is where it goes.
 * @returns index of a tile; −1 for a wall without tiles.
 */
export function neighbourTile(layout: WallLayout, from: number, direction: Direction): number {
  const count = layout.tops.length;
  if (count === 0) return -1;
  if (direction === "first") return 0;
  if (direction === "last") return count - 1;
  const column = layout.columns[from];
  if (column === undefined) return 0;
  if (direction === "left" || direction === "right") {
    const tiles = layout.byColumn[column + (direction === "left" ? -1 : 1)] ?? [];
    return nearestInHeight(layout, tiles, from);
  }
  const tiles = layout.byColumn[column] ?? [];
  return tiles[tiles.indexOf(from) + (direction === "up" ? -1 : 1)] ?? from;
}

function nearestInHeight(layout: WallLayout, tiles: readonly number[], from: number): number {
  const centre = (tile: number) => (layout.tops[tile] ?? 0) + (layout.heights[tile] ?? 0) / 2;
  const wanted = centre(from);
  let best = from;
  let bestGap = Number.POSITIVE_INFINITY;
  for (const tile of tiles) {
    const gap = Math.abs(centre(tile) - wanted);
    if (gap < bestGap) {
      best = tile;
      bestGap = gap;
    }
  }
  return best;
}
