import { type RefObject, useEffect } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { WallLayout } from "@/lib/layout/masonry";
import { visibleTiles } from "@/lib/layout/visible-range";
import type { OpenedWall } from "./opened-wall";

/** A tile that rested on screen for so long was seen; what a fling passes was not. */
const SEEN_AFTER_MS = 700;

/** Tells which images were on screen, once the wall rests. */
export function useMarkSeen(
  list: RefObject<HTMLElement | null>,
  layout: WallLayout | undefined,
  wall: OpenedWall,
  onShown: (ids: readonly ImageId[]) => void,
): void {
  useEffect(() => {
    if (!layout) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const top = -(list.current?.getBoundingClientRect().top ?? 0);
        const tiles = visibleTiles(layout, top, top + window.innerHeight);
        onShown(tiles.flatMap((tile) => wall.ids[tile] ?? []));
      }, SEEN_AFTER_MS);
    };
    rest();
    window.addEventListener("scroll", rest, { passive: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener("scroll", rest);
    };
  }, [list, layout, wall, onShown]);
}
