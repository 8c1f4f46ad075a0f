import { MAX_COLUMNS } from "./masonry";

/** Column widths that zoom steps through, in px: from hundreds of small tiles to a few large ones. */
const COLUMN_WIDTHS_PX = [56, 84, 120, 170, 230, 310, 420] as const;

export const MIN_ZOOM = 0;
export const MAX_ZOOM = COLUMN_WIDTHS_PX.length - 1;
export const DEFAULT_ZOOM = 4;

/** Between tiles, in px: small tiles stand close. */
export function gapFor(zoom: number): number {
  return zoom <= 1 ? 2 : zoom <= 3 ? 6 : 10;
}

/**
 * How many columns a wall of this width has. On a narrow screen columns shrink before there is only
 * one of them: at the default zoom a phone of 360 px shows two.
 *
 * @param zoom a whole number; values outside 0 to 6 count as the nearest.
 */
export function columnsFor(width: number, zoom: number): number {
  const step = Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, Math.round(zoom)));
  const wanted = COLUMN_WIDTHS_PX[step] ?? 230;
  const fitting = Math.round((width + gapFor(step)) / (wanted + gapFor(step)));
  return Math.max(step === MAX_ZOOM ? 1 : 2, Math.min(MAX_COLUMNS, fitting));
}
