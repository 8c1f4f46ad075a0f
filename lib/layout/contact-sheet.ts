import { wrapText } from "./wrap-text";

/** Where something is on a sheet, in px from its top left corner. */
export interface SheetBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How a line of a credit is set. */
export type CreditStyle = "title" | "plain" | "warning";

/** A line of a credit. */
export interface CreditLine {
  readonly text: string;
  readonly style: CreditStyle;
}

/** A credit where it stands in the roll. */
interface PlacedCredit {
  readonly x: number;
  /** Of its first line's top. */
  readonly y: number;
  readonly lines: readonly CreditLine[];
}

/** Everything on a sheet in its place. */
export interface SheetLayout {
  readonly width: number;
  readonly height: number;
  /** By picture. */
  readonly pictures: readonly SheetBox[];
  /** By picture. */
  readonly credits: readonly PlacedCredit[];
  /** Top of the credit roll. */
  readonly creditsTop: number;
}

/** What a sheet is made of. */
export interface SheetContents {
  /** Width ÷ height of each picture. */
  readonly ratios: readonly number[];
  /** What is said of each, of any length. */
  readonly credits: readonly (readonly CreditLine[])[];
}

export const SHEET_WIDTH = 1_600;
export const SHEET_MARGIN = 64;
/** Height that the head has: a name, what it is, colours. */
const HEAD_HEIGHT = 190;
export const CREDIT_LINE_HEIGHT = 20;
/** Room for a credit's number, before its lines. */
export const NUMBER_WIDTH = 38;
/** Under each picture there is its number. */
const CAPTION_HEIGHT = 22;

/**
 * The most pixels of one sheet: a canvas in Safari on a phone has no more. What does not fit goes to
 * the next sheet, pictures with their credits.
 */
export const MAX_SHEET_PIXELS = 16_000_000;

const INNER = SHEET_WIDTH - 2 * SHEET_MARGIN;
const GAP = 10;
const COLUMNS = 3;
const COLUMN_GAP = 36;
const CREDIT_GAP = 16;
const ROLL_HEAD = 72;
const MIN_RATIO = 0.4;
const MAX_RATIO = 2.5;

/** How high a row of pictures is at most, by how many there are: few are large. */
const ROW_HEIGHTS = [
  [1, 860],
  [3, 520],
  [8, 360],
  [20, 260],
  [48, 200],
  [100, 160],
] as const;
const LEAST_ROW_HEIGHT = 124;

/**
 * Lays pictures out in rows, uncropped but for extremes, and under them all credits in columns. No
 * text is ever cut.
 *
 * @param measure width in px of a text in a style.
 */
export function layoutSheet(
  { ratios, credits }: SheetContents,
  measure: (text: string, style: CreditStyle) => number,
): SheetLayout {
  const rows = rowsOf(ratios.map(shownRatio), rowHeight(ratios.length));
  const pictures: SheetBox[] = [];
  let y = SHEET_MARGIN + HEAD_HEIGHT;
  for (const { height, widths } of rows) {
    let x = SHEET_MARGIN;
    for (const width of widths) {
      pictures.push({ x, y, width, height });
      x += width + GAP;
    }
    y += height + CAPTION_HEIGHT + GAP;
  }
  const creditsTop = y + SHEET_MARGIN / 2;
  const roll = rollOf(credits, measure, creditsTop + ROLL_HEAD);
  return {
    width: SHEET_WIDTH,
    height: Math.ceil(roll.bottom + SHEET_MARGIN),
    pictures,
    credits: roll.credits,
    creditsTop,
  };
}

/**
 * Contents in as many parts as it takes for each to be a sheet of at most {@link MAX_SHEET_PIXELS};
 * none has fewer than one picture.
 *
 * @returns how many pictures each part has, in order.
 */
export function splitSheets(
  contents: SheetContents,
  measure: (text: string, style: CreditStyle) => number,
): number[] {
  const count = contents.ratios.length;
  const { width, height } = layoutSheet(contents, measure);
  if (width * height <= MAX_SHEET_PIXELS || count <= 1) return [count];
  const half = Math.ceil(count / 2);
  const part = (from: number, to: number): SheetContents => ({
    ratios: contents.ratios.slice(from, to),
    credits: contents.credits.slice(from, to),
  });
  return [...splitSheets(part(0, half), measure), ...splitSheets(part(half, count), measure)];
}

function rowHeight(count: number): number {
  return ROW_HEIGHTS.find(([most]) => count <= most)?.[1] ?? LEAST_ROW_HEIGHT;
}

function shownRatio(ratio: number): number {
  return ratio > 0 ? Math.max(MIN_RATIO, Math.min(MAX_RATIO, ratio)) : 1;
}

interface Row {
  readonly height: number;
  readonly widths: readonly number[];
}

/** Rows that are as wide as the sheet; the last as high as the rest at most. */
function rowsOf(ratios: readonly number[], most: number): Row[] {
  const rows: Row[] = [];
  let row: number[] = [];
  const close = () => {
    const gaps = GAP * (row.length - 1);
    const sum = row.reduce((total, ratio) => total + ratio, 0);
    const height = Math.min(most, (INNER - gaps) / sum);
    rows.push({ height, widths: row.map((ratio) => ratio * height) });
    row = [];
  };
  for (const ratio of ratios) {
    row.push(ratio);
    const sum = row.reduce((total, each) => total + each, 0);
    if (sum * most + GAP * (row.length - 1) >= INNER) close();
  }
  if (row.length > 0) close();
  return rows;
}

/** Credits down one column after the other, the columns as equally high as their order allows. */
function rollOf(
  credits: SheetContents["credits"],
  measure: (text: string, style: CreditStyle) => number,
  top: number,
): { readonly credits: PlacedCredit[]; readonly bottom: number } {
  const columnWidth = (INNER - COLUMN_GAP * (COLUMNS - 1)) / COLUMNS;
  const wrapped = credits.map((lines) =>
    lines.flatMap(({ text, style }) =>
      wrapText(text, columnWidth - NUMBER_WIDTH, (part) => measure(part, style)).map((line) => ({
        text: line,
        style,
      })),
    ),
  );
  const heights = wrapped.map(({ length }) => length * CREDIT_LINE_HEIGHT + CREDIT_GAP);
  const whole = heights.reduce((sum, height) => sum + height, 0);
  let passed = 0;
  let column = 0;
  let y = top;
  let bottom = top;
  const placed = wrapped.map((lines, i) => {
    const height = heights[i] ?? 0;
    // A credit belongs to the column in which its middle would be.
    const wanted = Math.min(COLUMNS - 1, Math.floor(((passed + height / 2) / whole) * COLUMNS));
    if (wanted > column) {
      column = wanted;
      y = top;
    }
    const credit = { x: SHEET_MARGIN + column * (columnWidth + COLUMN_GAP), y, lines };
    passed += height;
    y += height;
    bottom = Math.max(bottom, y);
    return credit;
  });
  return { credits: placed, bottom };
}
