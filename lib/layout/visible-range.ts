import type { WallLayout } from "./masonry";

/**
 * Tiles that touch the band from `top` to `bottom`, in ascending order, by one binary search a
 * column.
 *
 * @param top px from the wall's top; may be negative.
 * @param bottom px; a band of no height touches nothing.
 */
export function visibleTiles(layout: WallLayout, top: number, bottom: number): number[] {
  if (bottom <= top) return [];
  const visible: number[] = [];
  for (const tiles of layout.byColumn) {
    for (let i = firstBelow(layout, tiles, top); i < tiles.length; i++) {
      const tile = tiles[i] ?? 0;
      if ((layout.tops[tile] ?? 0) >= bottom) break;
      visible.push(tile);
    }
  }
  return visible.sort((a, b) => a - b);
}

/** Position in `tiles` of the first that ends below `y`. */
function firstBelow({ tops, heights }: WallLayout, tiles: readonly number[], y: number): number {
  let low = 0;
  let high = tiles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const tile = tiles[middle] ?? 0;
    if ((tops[tile] ?? 0) + (heights[tile] ?? 0) > y) high = middle;
    else low = middle + 1;
  }
  return low;
}
