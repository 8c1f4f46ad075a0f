import { ASPECTS, type Aspect, blockOf, type EnergyLayout, type PerAspect } from "./aspects";
import { dot, normalize } from "./unit-vector";

/**
 * Of the gallery's own images, this share finds nothing as close as what counts as close: a tenth at
 * most shall be told so, and what 256 of them say of all is off by up to 0.02.
 */
const FAR_SHARE = 0.08;

/** How many of its nearest say how near an image is to a gallery: one alone may be chance. */
const NEAREST = 5;

/**
 * An energy as seen from the middle of its gallery: what all images have in common taken off, aspect
 * by aspect, length 1 again. In a gallery of one world (drawings alone, one person's holidays) raw
 * similarities are high whatever is compared; these are not.
 *
 * Measured with the mean of five nearest, subject alone, one family held out, 10 % of false alarms:
 * docs/adr/0021.
 *
 * @param common float32, `[layout.total]`: mean of the gallery's energies.
 * @returns float32, `[layout.total]`: unit blocks; a block that does not exist stays zero.
 */
export function seenFromMiddle(
  energy: Float32Array,
  common: Float32Array,
  layout: EnergyLayout,
): Float32Array<ArrayBuffer> {
  const seen = new Float32Array(layout.total);
  for (const aspect of ASPECTS) {
    const block = blockOf(energy, aspect, layout);
    if (block.every((value) => value === 0)) continue;
    const middle = blockOf(common, aspect, layout);
    seen.set(
      normalize(block.map((value, i) => value - (middle[i] ?? 0))),
      layout.blocks[aspect].offset,
    );
  }
  return seen;
}

/** How near the nearest are: the mean of the five best scores, of all where there are fewer. */
export function nearness(scores: ArrayLike<number>): number {
  const best: number[] = [];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    if (best.length === NEAREST && score <= (best[NEAREST - 1] ?? 0)) continue;
    const at = best.findIndex((other) => other < score);
    best.splice(at < 0 ? best.length : at, 0, score);
    best.length = Math.min(best.length, NEAREST);
  }
  return best.reduce((sum, score) => sum + score, 0) / best.length;
}

/**
 * Similarities of every row vector to every column vector of a sample, aspect by aspect: how near a
 * row's nearest are can be told from it for any dials.
 */
export interface NeighbourTable {
  readonly rows: number;
  readonly columns: number;
  /** `[rows × columns]` an aspect; −∞ where an image meets itself. */
  readonly values: PerAspect<Float32Array>;
}

/** A table to be filled row by row. */
export function emptyTable(rows: number, columns: number): NeighbourTable {
  const block = () => new Float32Array(rows * columns);
  return {
    rows,
    columns,
    values: { subject: block(), style: block(), palette: block(), light: block() },
  };
}

/**
 * Fills one row; 0.3 ms with 512 columns of 512 dims.
 *
 * @param self the column that is the row's own image; −1 for none.
 */
export function fillRow(
  table: NeighbourTable,
  row: number,
  energy: Float32Array,
  columns: readonly Float32Array[],
  options: { readonly self: number; readonly layout: EnergyLayout },
): void {
  const { self, layout } = options;
  for (const aspect of ASPECTS) {
    const block = blockOf(energy, aspect, layout);
    columns.forEach((other, column) => {
      const at = row * table.columns + column;
      table.values[aspect][at] =
        column === self ? Number.NEGATIVE_INFINITY : dot(block, blockOf(other, aspect, layout));
    });
  }
}

/**
 * The {@link nearness} that a wall must have for anything on it to be called close: what 23 in 25
 * of the table's rows reach with their own nearest, with the same dials and the same active aspects. Measured on the gallery itself, so that "close" is as strict in a gallery of one subject
 * as in one of everything.
 *
 * @returns −∞ where the table tells nothing: no row, or no neighbour.
 */
export function nearestFloor(
  { rows, columns, values }: NeighbourTable,
  dials: PerAspect,
  sigma: PerAspect,
  active: readonly Aspect[],
): number {
  if (rows === 0 || columns < 2) return Number.NEGATIVE_INFINITY;
  const best = new Float32Array(rows);
  const scores = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    scores.fill(0);
    for (const aspect of active) {
      const scale = dials[aspect] / sigma[aspect];
      const block = values[aspect];
      for (let i = 0; i < columns; i++) {
        scores[i] = (scores[i] ?? 0) + scale * (block[row * columns + i] ?? 0);
      }
    }
    best[row] = nearness(scores.filter((score) => score > Number.NEGATIVE_INFINITY));
  }
  best.sort();
  return best[Math.floor(rows * FAR_SHARE)] ?? Number.NEGATIVE_INFINITY;
}
