import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { type Direction, neighbourTile } from "@/lib/layout/keyboard";
import type { WallLayout } from "@/lib/layout/masonry";

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

/** Room left above and below a tile that the keyboard goes to; the masthead is over the wall. */
const HEADROOM_PX = 76;
const FOOTROOM_PX = 20;

interface WallActions {
  readonly onEnlarge: (index: number) => void;
  readonly onMix: (index: number, weight: 1 | -1) => void;
  readonly onSave: (index: number) => void;
}

/** Keys that add a picture to the query: more like this, less like this. */
const MIX_KEYS: Readonly<Record<string, 1 | -1>> = { m: 1, l: -1 };

interface WallKeys {
  /** For the list: arrows, Home and End move the focus, Space shows a picture large, M asks for more like it, L for less, S saves it. */
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Brings a tile into view and gives it the focus, once it is in the page. */
  readonly focusTile: (index: number) => void;
}

/** The wall by keyboard: one tab stop, arrows inside. */
export function useWallKeys(
  list: RefObject<HTMLElement | null>,
  layout: WallLayout | undefined,
  onActive: (index: number) => void,
  { onEnlarge, onMix, onSave }: WallActions,
): WallKeys {
  const pending = useRef(-1);

  const focusPending = () => {
    if (pending.current < 0) return;
    const link = list.current?.querySelector<HTMLElement>(`[data-index="${pending.current}"]`);
    if (!link) return;
    pending.current = -1;
    link.focus({ preventScroll: true });
  };
  // After every render: the tile that is waited for may have come into the page.
  useEffect(focusPending);

  const focusTile = (index: number) => {
    if (!layout || !list.current || index < 0) return;
    const wallTop = list.current.getBoundingClientRect().top + window.scrollY;
    const top = wallTop + (layout.tops[index] ?? 0);
    const bottom = top + (layout.heights[index] ?? 0);
    const lowest = bottom + FOOTROOM_PX - window.innerHeight;
    if (top - HEADROOM_PX < window.scrollY) window.scrollTo(0, Math.max(0, top - HEADROOM_PX));
    else if (lowest > window.scrollY) window.scrollTo(0, Math.min(lowest, top - HEADROOM_PX));
    pending.current = index;
    onActive(index);
    // One that is active already causes no render.
    focusPending();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const index = tileIndexOf(event.target);
    if (index === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " ") {
      event.preventDefault();
      onEnlarge(index);
      return;
    }
    if (event.key === "s") {
      event.preventDefault();
      onSave(index);
      return;
    }
    const weight = MIX_KEYS[event.key.toLowerCase()];
    if (weight) {
      event.preventDefault();
      onMix(index, weight);
      return;
    }
    const direction = DIRECTIONS[event.key];
    if (!direction || !layout) return;
    event.preventDefault();
    focusTile(neighbourTile(layout, index, direction));
  };

  return { onKeyDown, focusTile };
}

/** Index of the tile that an event happened in. */
export function tileIndexOf(target: EventTarget | null): number | undefined {
  const link = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  return link ? Number(link.dataset.index) : undefined;
}
