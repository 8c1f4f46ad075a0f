import type { WallLayout } from "./masonry";
import { visibleTiles } from "./visible-range";

/** A place on a wall that means the same at any width and zoom. */
export interface ScrollAnchor {
  readonly tile: number;
  /** How far down the tile the place is, as a share of its height; outside [0, 1] in a gap. */
  readonly share: number;
}

/** The place at `y` px from the wall's top: the first tile that is there or begins below. */
export function anchorAt(layout: WallLayout, y: number): ScrollAnchor | undefined {
  const [tile] = visibleTiles(layout, y, y + 1);
  const found = tile ?? visibleTiles(layout, y, layout.height + 1)[0];
  if (found === undefined) return undefined;
  const height = layout.heights[found] ?? 1;
  return { tile: found, share: (y - (layout.tops[found] ?? 0)) / height };
}

/** Px from the wall's top where the anchor is in this layout; 0 for a tile that is not there. */
export function anchoredTop(layout: WallLayout, { tile, share }: ScrollAnchor): number {
  const top = layout.tops[tile];
  return top === undefined ? 0 : top + share * (layout.heights[tile] ?? 0);
}
