import { MIN_RATIO, type WallLayout } from "@/lib/layout/masonry";

/** Height of a band in px: some five tiles at the usual zoom, under 100 at the smallest on a wide screen. */
const BAND_PX = 120;

/** Bands `from` up to and without `to`; empty where they are equal. */
export interface BandRange {
  readonly from: number;
  readonly to: number;
}

/** The tiles of each band, by where their tops are. */
export function tilesByBand(layout: WallLayout): readonly (readonly number[])[] {
  const bands: number[][] = Array.from(
    { length: Math.floor(layout.height / BAND_PX) + 1 },
    () => [],
  );
  layout.tops.forEach((top, tile) => {
    bands[Math.floor(top / BAND_PX)]?.push(tile);
  });
  return bands;
}

/**
 * Bands whose tiles may touch the stretch from `top` to `bottom` (px from the wall's top): those
 * that lie in it, and as many above as the tallest tile can reach down from.
 */
export function bandsBetween(layout: WallLayout, top: number, bottom: number): BandRange {
  const count = Math.floor(layout.height / BAND_PX) + 1;
  const tallest = layout.columnWidth / MIN_RATIO;
  const clamp = (band: number) => Math.max(0, Math.min(count, band));
  const from = clamp(Math.floor((top - tallest) / BAND_PX));
  return { from, to: Math.max(from, clamp(Math.ceil(bottom / BAND_PX))) };
}

/** What a step may do. */
export interface BandGoal {
  /** On screen now. */
  readonly visible: BandRange;
  /** On screen soon; contains `visible`. */
  readonly wanted: BandRange;
  /** How many tiles may be added by this step; one band is added whatever it holds. */
  readonly maxAdded: number;
}

/**
 * The next range to show on the way from `shown` to what is wanted. Bands that are no longer wanted
 * go at once; new ones come a few at a time, what is on screen first, so that no frame of a fast
 * scroll has to build a whole screen of small tiles.
 */
export function stepBands(
  shown: BandRange,
  { visible, wanted, maxAdded }: BandGoal,
  byBand: readonly (readonly number[])[],
): BandRange {
  let from = Math.max(shown.from, wanted.from);
  let to = Math.min(shown.to, wanted.to);
  if (from >= to) {
    from = visible.from;
    to = visible.from;
  }
  let left = maxAdded;
  while (from > wanted.from || to < wanted.to) {
    const goesDown =
      to < visible.to || (from <= visible.from && to < wanted.to) || from <= wanted.from;
    const cost = byBand[goesDown ? to : from - 1]?.length ?? 0;
    if (cost > left && left < maxAdded) break;
    if (goesDown) to++;
    else from--;
    left -= cost;
    if (left <= 0) break;
  }
  return { from, to };
}

/** The tiles of a range of bands, ascending, with one more that must not go (the focused one). */
export function tilesOf(
  byBand: readonly (readonly number[])[],
  { from, to }: BandRange,
  kept?: number,
): number[] {
  const tiles = byBand.slice(from, to).flat();
  if (kept !== undefined && kept >= 0 && !tiles.includes(kept)) tiles.push(kept);
  return tiles.sort((a, b) => a - b);
}
