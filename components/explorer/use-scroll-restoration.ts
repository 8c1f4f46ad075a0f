import { useEffect, useLayoutEffect, useMemo, useRef } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { WallLayout } from "@/lib/layout/masonry";
import type { WallScroll } from "../wall/use-wall-window";
import { onWall, placeAt, ScrollMemory, scrollFor } from "./scroll-memory";
import type { Place } from "./use-navigation";

interface ScrollRestoration {
  readonly scroll: WallScroll;
  /** Remembers which tile has the focus, so that Back gives it back. */
  readonly noteFocus: (id: ImageId) => void;
  /** The tile that had the focus when this place was left. */
  readonly focusOf: (key: string) => ImageId | undefined;
}

/** The hop that a place shows. */
interface ShownHop {
  /** Name of the hop in this tab (`Branches.place`); empty where there is none. */
  readonly hop: string;
  /** Of its wall. */
  readonly ids: readonly ImageId[];
}

/**
 * Takes a page to where it was left: a history entry, or a hop that is opened again. A new one is
 * taken to its top.
 *
 * @param isHere whether the wall on screen is the place's own, and not the one before it that stays
 *   until the answer comes: only then is there anything to restore or to remember.
 */
export function useScrollRestoration(
  place: Place,
  isHere: boolean,
  { hop, ids }: ShownHop,
): ScrollRestoration {
  const memory = useRef<ScrollMemory>(undefined);
  const now = useRef({
    place,
    hop,
    ids,
    isHere,
    pending: true,
    focus: undefined as ImageId | undefined,
  });

  // Before the wall's own layout effect reads it: rendering is the only moment that comes earlier.
  if (now.current.place.key !== place.key) {
    now.current = { place, hop, ids, isHere, pending: true, focus: undefined };
  }
  Object.assign(now.current, { hop, ids, isHere });

  useLayoutEffect(() => {
    // A wall that was there at once has been taken to its place by now: its own effect runs before this.
    if (place.arrival === "new" && now.current.pending) window.scrollTo(0, 0);
  }, [place]);

  useEffect(() => {
    const save = () => memory.current?.save();
    window.addEventListener("pagehide", save);
    return () => {
      save();
      window.removeEventListener("pagehide", save);
    };
  }, []);

  return useMemo(() => {
    const remembered = () => {
      memory.current ??= new ScrollMemory(window.sessionStorage);
      return memory.current;
    };
    const note = (layout: WallLayout, wallTop: number) => {
      const { place: at, isHere: mayNote, pending } = now.current;
      if (!mayNote || pending || !at.key) return;
      const left = placeAt(layout, window.scrollY, wallTop, now.current);
      remembered().set(at.key, left);
      if (now.current.hop) remembered().set(now.current.hop, left);
    };
    return {
      scroll: {
        take(layout, wallTop) {
          const { place: at, isHere: isReady, pending } = now.current;
          if (!isReady || !pending || !at.key) return undefined;
          now.current.pending = false;
          if (at.arrival === "new") {
            const was = remembered().get(now.current.hop);
            return was ? scrollFor(onWall(was, now.current.ids), layout, wallTop) : 0;
          }
          const left = remembered().get(at.key);
          now.current.focus = left?.focus;
          return left ? scrollFor(left, layout, wallTop) : undefined;
        },
        note,
      },
      noteFocus(id) {
        now.current.focus = id;
        const { key } = now.current.place;
        const left = remembered().get(key);
        if (left && now.current.isHere) remembered().set(key, { ...left, focus: id });
      },
      focusOf: (key) => (key ? remembered().get(key)?.focus : undefined),
    };
  }, []);
}
