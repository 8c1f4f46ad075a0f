import Table from "cli-table3";
import { COPY_THRESHOLD } from "@/lib/energy/copies";
import type { CopyFigures } from "./measure-copies";
import type { HonestyFigures } from "./measure-honesty";
import type { DialFigure } from "./measure-neighbours";
import type { SetReport } from "./measure-set";
import type { WordFigure } from "./measure-words";
import { MEASURED_DIALS, type MeasuredDials } from "./rank-images";

const DIALS = Object.keys(MEASURED_DIALS) as MeasuredDials[];

/** Figures are read down a column: lines between the rows would be in the way. */
const NO_LINES = Object.fromEntries(
  ["top", "bottom", "left", "right", "mid"].flatMap((side) => [
    [side, ""],
    [`${side}-mid`, ""],
    [`${side}-left`, ""],
    [`${side}-right`, ""],
  ]),
);

/** All reports as one table: a column for each of the measured dials, and one for chance. */
export function qualityTable(reports: readonly SetReport[]): string {
  const table = new Table({
    head: ["", ...DIALS, "chance"],
    style: { head: [], border: [], "padding-left": 0, "padding-right": 1 },
    chars: NO_LINES,
    colAligns: ["left", ...DIALS.map(() => "right" as const), "right"],
  });
  for (const report of reports) {
    table.push(
      [wide("", DIALS.length + 2)],
      [wide(`${report.name}, ${report.images} images`, DIALS.length + 2)],
    );
    for (const figure of [...report.neighbours, ...report.captions]) table.push(dialRow(figure));
    table.push(...report.words.map(wordRow));
    if (report.honesty) table.push(...honestyRows(report.honesty));
    if (report.copies) table.push(...copyRows(report.copies));
    const { decodeMs, embedMs } = report.time;
    const time = `${(decodeMs + embedMs).toFixed(1)} ms: decode ${decodeMs.toFixed(1)}, embed ${embedMs.toFixed(1)} (p50)`;
    table.push(["time an image", wide(time, DIALS.length + 1)]);
  }
  return table.toString();
}

function dialRow({ what, byDials, chance }: DialFigure): string[] {
  return [what, ...DIALS.map((dials) => figure(byDials[dials])), figure(chance, "")];
}

function wordRow({ what, share, known, labels }: WordFigure) {
  const value = `${figure(share)}; the vocabulary knows ${known} of ${labels}`;
  return [what, wide(value, DIALS.length + 1)];
}

function honestyRows({ heldOut, present, labels, keptByPush }: HonestyFigures) {
  const rows: readonly [string, string][] = [
    [
      "nothing close, by subject alone",
      `${figure(heldOut)} of a label that was taken out (${labels} in turn), ${figure(present)} of those there`,
    ],
    ["a push keeps, of the label in the first 50", figure(keptByPush)],
  ];
  return rows.map(([what, value]) => [what, wide(value, DIALS.length + 1)]);
}

function copyRows({ edited, microAp, threshold, recall, product, recallByEdit }: CopyFigures) {
  const edits = Object.entries(recallByEdit).map(([name, share]) => `${name} ${figure(share)}`);
  const half = Math.ceil(edits.length / 2);
  const rows: readonly [string, string][] = [
    [`copies: micro-AP, edits of ${edited} images`, figure(microAp)],
    ["copies: recall at 95 % precision", `${figure(recall)} at threshold ${threshold.toFixed(3)}`],
    [
      `copies: folded at ${COPY_THRESHOLD}`,
      `precision ${product.precision.toFixed(3)}, recall ${figure(product.recall)}`,
    ],
    ["", `${edits.slice(0, half).join(", ")},\n${edits.slice(half).join(", ")}`],
  ];
  return rows.map(([what, value]) => [what, wide(value, DIALS.length + 1)]);
}

function figure(value: number | null, absent = "n/a"): string {
  return value === null ? absent : value.toFixed(2);
}

function wide(content: string, colSpan: number) {
  return { content, colSpan, hAlign: "left" as const };
}
