import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { WallLayout } from "@/lib/layout/masonry";
import { anchorAt, anchoredTop } from "@/lib/layout/scroll-anchor";
import { HTML_TILES } from "./place-first-tiles";
import { type BandRange, bandsBetween, stepBands, tilesByBand, tilesOf } from "./wall-bands";

/** Tiles that one frame of scrolling may add; 120 small ones take some 8 ms on a laptop's core. */
const MAX_ADDED_A_FRAME = 120;
/** How far beyond the screen tiles are made, in screens. */
const OVERSCAN_SCREENS = 0.6;

const NO_BANDS: BandRange = { from: 0, to: 0 };
const FIRST_TILES_SHOWN = Array.from({ length: HTML_TILES }, (_, i) => i);

/** Where a wall is scrolled to, as its page decides it. */
export interface WallScroll {
  /** `window.scrollY` to go to now that the wall is laid out; `undefined` to stay. */
  take(layout: WallLayout, wallTop: number): number | undefined;
  /** Told once the wall is laid out and after every scroll. */
  note(layout: WallLayout, wallTop: number): void;
}

interface WallWindow {
  /** Indices of the tiles to render, ascending. */
  readonly shown: readonly number[];
  /** A tile that is on screen, or the first of those that are rendered. */
  readonly firstVisible: number;
}

/**
 * Which tiles of a wall are in the page: those on screen and a little around it, whatever the length
 * of the scroll. Keeps what is looked at in place when width or zoom change.
 *
 * @param kept index of a tile that stays whatever happens, because it has the focus; −1 for none.
 * @param holdY px from the screen's top of what a coming zoom should hold in place.
 */
export function useWallWindow(
  list: RefObject<HTMLElement | null>,
  layout: WallLayout | undefined,
  scroll: WallScroll,
  { kept, holdY }: { readonly kept: number; readonly holdY: RefObject<number | undefined> },
): WallWindow {
  const [shown, setShown] = useState({ tiles: FIRST_TILES_SHOWN, firstVisible: 0 });
  const byBand = useMemo(() => (layout ? tilesByBand(layout) : []), [layout]);
  const before = useRef<{ layout: WallLayout; y: number }>(undefined);

  useLayoutEffect(() => {
    const wall = list.current;
    if (!layout || !wall) return;
    let bands = NO_BANDS;
    let frame = 0;
    const topOf = () => Math.round(wall.getBoundingClientRect().top + window.scrollY);

    const show = (maxAdded: number) => {
      const y = window.scrollY - topOf();
      const screen = window.innerHeight;
      const visible = bandsBetween(layout, y, y + screen);
      const around = screen * OVERSCAN_SCREENS;
      const wanted = bandsBetween(layout, y - around, y + screen + around);
      const next = stepBands(bands, { visible, wanted, maxAdded }, byBand);
      const isThere = next.from === wanted.from && next.to === wanted.to;
      if (next.from !== bands.from || next.to !== bands.to) {
        bands = next;
        setShown({
          tiles: tilesOf(byBand, bands),
          firstVisible: anchorAt(layout, Math.max(0, y))?.tile ?? 0,
        });
      }
      if (!isThere) schedule();
    };
    const schedule = () => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        show(MAX_ADDED_A_FRAME);
      });
    };
    const onScroll = () => {
      before.current = { layout, y: window.scrollY };
      scroll.note(layout, topOf());
      schedule();
    };

    const top = topOf();
    const y = scroll.take(layout, top) ?? heldPosition(before.current, layout, top, holdY.current);
    holdY.current = undefined;
    if (y !== undefined && Math.abs(y - window.scrollY) >= 1) window.scrollTo(0, y);
    before.current = { layout, y: window.scrollY };
    scroll.note(layout, top);
    // The first screen whole, before paint; what is around it in the frames after.
    const seen = bandsBetween(
      layout,
      window.scrollY - top,
      window.scrollY - top + window.innerHeight,
    );
    bands = { from: seen.from, to: seen.from };
    show(tilesOf(byBand, seen).length + 1);
    window.addEventListener("scroll", onScroll, { passive: true });
    window.addEventListener("resize", schedule);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("scroll", onScroll);
      window.removeEventListener("resize", schedule);
    };
  }, [list, layout, byBand, scroll, holdY]);

  return useMemo(
    () => ({
      shown: tilesOf([shown.tiles], { from: 0, to: 1 }, kept),
      firstVisible: shown.firstVisible,
    }),
    [shown, kept],
  );
}

/** Where to scroll so that the tile that was looked at stays where it was on screen. */
function heldPosition(
  before: { readonly layout: WallLayout; readonly y: number } | undefined,
  layout: WallLayout,
  wallTop: number,
  holdY = window.innerHeight / 2,
): number | undefined {
  if (!before || before.layout === layout || before.y <= wallTop) return undefined;
  const anchor = anchorAt(before.layout, before.y + holdY - wallTop);
  return anchor ? wallTop + anchoredTop(layout, anchor) - holdY : undefined;
}
