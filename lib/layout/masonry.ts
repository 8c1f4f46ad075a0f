/** Where every tile of a wall stands, in px from the wall's top left corner. */
export interface WallLayout {
  readonly columnWidth: number;
  readonly gap: number;
  readonly columnCount: number;
  /** Width and height of the whole wall. */
  readonly width: number;
  readonly height: number;
  /** By tile. */
  readonly lefts: Float32Array;
  readonly tops: Float32Array;
  readonly heights: Float32Array;
  readonly columns: Uint8Array;
  /** Tiles of each column from top to bottom. */
  readonly byColumn: readonly (readonly number[])[];
  /** Top of the room that a divider has across the wall; `undefined` where there is none. */
  readonly dividerTop: number | undefined;
}

/** Room that a divider has between the tiles above and below it, in px. */
export const DIVIDER_PX = 56;

/**
 * Ratios (width ÷ height) outside this range are shown cut to it, around their centre: a panorama
 * would be a line and a scroll would fill three screens.
 */
export const MIN_RATIO = 0.4;
const MAX_RATIO = 2.5;

/** A wall has at most this many columns; `columns` holds them in a byte. */
export const MAX_COLUMNS = 64;

/**
 * Places tiles one after another in the column that is shortest so far, the left one of equals.
 * Where a tile stands depends on it and the tiles before it alone, so nothing moves when tiles are
 * appended, and a position can be restored from the ratios without measuring anything.
 *
 * Cost: O(tiles × columns); 2,000 tiles in 12 columns in under 1 ms.
 *
 * @param ratios width ÷ height of each tile, in order; all > 0.
 * @param width of the wall in px; less than one px counts as one.
 * @param columnCount from 1 to 64.
 * @param gap between tiles in px, both ways.
 * @param divideAt the tile that a divider stands before: it and all after it stand below every tile
 *   before it. None where it is not between two tiles.
 */
export function layoutWall(
  ratios: ArrayLike<number>,
  { width, columnCount, gap, divideAt = 0 }: WallMeasure,
): WallLayout {
  const count = Math.max(1, Math.min(MAX_COLUMNS, Math.floor(columnCount)));
  const columnWidth = Math.max(1, (width - gap * (count - 1)) / count);
  const bottoms = new Float64Array(count);
  const byColumn: number[][] = Array.from({ length: count }, () => []);
  const lefts = new Float32Array(ratios.length);
  const tops = new Float32Array(ratios.length);
  const heights = new Float32Array(ratios.length);
  const columns = new Uint8Array(ratios.length);

  let dividerTop: number | undefined;

  for (let tile = 0; tile < ratios.length; tile++) {
    if (tile > 0 && tile === divideAt) {
      dividerTop = Math.max(...bottoms) - gap;
      bottoms.fill(dividerTop + DIVIDER_PX);
    }
    let column = 0;
    for (let other = 1; other < count; other++) {
      if ((bottoms[other] ?? 0) < (bottoms[column] ?? 0)) column = other;
    }
    const top = bottoms[column] ?? 0;
    // Whole pixels, so that no hairline shows between tiles; one at least, so that each can be found.
    const height = Math.max(1, Math.round(columnWidth / shownRatio(ratios[tile] ?? 1)));
    columns[tile] = column;
    lefts[tile] = column * (columnWidth + gap);
    tops[tile] = top;
    heights[tile] = height;
    bottoms[column] = top + height + gap;
    byColumn[column]?.push(tile);
  }
  const height = ratios.length > 0 ? Math.max(...bottoms) - gap : 0;
  return {
    columnWidth,
    gap,
    columnCount: count,
    width,
    height,
    lefts,
    tops,
    heights,
    columns,
    byColumn,
    dividerTop,
  };
}

interface WallMeasure {
  readonly width: number;
  readonly columnCount: number;
  readonly gap: number;
  readonly divideAt?: number;
}

/** The ratio a tile is shown with. */
export function shownRatio(ratio: number): number {
  return Math.max(MIN_RATIO, Math.min(MAX_RATIO, ratio));
}
