import { type RefObject, useLayoutEffect } from "react";
import { markDone } from "./tile";

/**
 * Hears the wall's pictures arrive and fail, with two listeners for all of them: React would add two
 * to each, and finish whatever it has begun before it hears one.
 */
export function usePictureEvents(list: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const wall = list.current;
    if (!wall) return;
    const hear = ({ target }: Event) => {
      if (target instanceof HTMLImageElement) markDone(target);
    };
    // They do not bubble.
    wall.addEventListener("load", hear, { capture: true });
    wall.addEventListener("error", hear, { capture: true });
    return () => {
      wall.removeEventListener("load", hear, { capture: true });
      wall.removeEventListener("error", hear, { capture: true });
    };
  }, [list]);
}
