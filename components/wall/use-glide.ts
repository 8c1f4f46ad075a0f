import { type RefObject, useLayoutEffect, useRef } from "react";
import type { OpenedWall } from "./opened-wall";

/** As long as `.wall[data-gliding]` moves its tiles (app/globals.css), in ms, and a little more. */
const GLIDE_MS = 420;

/**
 * Has tiles glide to their new places when a mounted wall becomes another: its dials were turned. A
 * tile is told by its image, so what is on both walls is seen to move.
 */
export function useGlide(list: RefObject<HTMLElement | null>, wall: OpenedWall): void {
  const before = useRef(wall);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element || before.current === wall) return;
    before.current = wall;
    element.dataset.gliding = "";
    const timer = setTimeout(() => delete element.dataset.gliding, GLIDE_MS);
    return () => {
      clearTimeout(timer);
      delete element.dataset.gliding;
    };
  }, [list, wall]);
}
