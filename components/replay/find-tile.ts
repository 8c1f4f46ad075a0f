import type { ImageId } from "@/lib/energy/image-id";
import { columnsFor, gapFor } from "@/lib/layout/column-width";
import { layoutWall } from "@/lib/layout/masonry";
import type { OpenedWall } from "../wall/opened-wall";
import { WALL_ID } from "../wall/place-first-tiles";

/** Where a picture is on a wall: its tile, or that of the near-copy it is folded under; −1 for nowhere. */
export function tileOf(wall: OpenedWall, id: ImageId): number {
  const at = wall.ids.indexOf(id);
  if (at >= 0) return at;
  for (const [tile, ids] of wall.copies) if (ids.includes(id)) return tile;
  return -1;
}

/** A tile's element, where it is in the page: those near the screen are. */
export function tileElement(index: number): HTMLElement | undefined {
  const tile = document.querySelector(`#${WALL_ID} [data-tile="${index}"]`);
  return tile instanceof HTMLElement ? tile : undefined;
}

/**
 * Scrolls so that a tile is in the middle of the screen; nowhere where it is on screen already. It is
 * in the page a frame later.
 *
 * @param width of the wall in px.
 */
export function scrollToTile(
  wall: OpenedWall,
  index: number,
  {
    width,
    zoom,
    isSmooth,
  }: { readonly width: number; readonly zoom: number; readonly isSmooth: boolean },
): void {
  const list = document.getElementById(WALL_ID);
  if (!list || index < 0) return;
  const { tops, heights } = layoutWall(wall.ratios, {
    width,
    columnCount: columnsFor(width, zoom),
    gap: gapFor(zoom),
    divideAt: wall.divideAt,
  });
  const top = list.getBoundingClientRect().top + window.scrollY + (tops[index] ?? 0);
  const height = heights[index] ?? 0;
  const { scrollY, innerHeight } = window;
  if (top >= scrollY + MASTHEAD_PX && top + height <= scrollY + innerHeight - BAR_PX) return;
  const middle = top + height / 2 - innerHeight / 2;
  window.scrollTo({ top: Math.max(0, middle), behavior: isSmooth ? "smooth" : "instant" });
}

/** What stands over the wall: the masthead above, the player's bar below. */
const MASTHEAD_PX = 64;
const BAR_PX = 120;
