import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CREDIT_LINE_HEIGHT,
  type CreditLine,
  layoutSheet,
  MAX_SHEET_PIXELS,
  SHEET_MARGIN,
  SHEET_WIDTH,
  splitSheets,
} from "./contact-sheet";

/** Every character is 7 px wide. */
const measure = (text: string) => 7 * [...text].length;
const credit = (text: string): CreditLine[] => [
  { text, style: "title" },
  { text: "Artist unknown", style: "plain" },
  { text: "Licence unknown · source unknown", style: "plain" },
];
const contents = fc
  .array(fc.tuple(fc.double({ min: 0, max: 9, noNaN: true }), fc.lorem({ maxCount: 40 })), {
    minLength: 1,
    maxLength: 200,
  })
  .map((pictures) => ({
    ratios: pictures.map(([ratio]) => ratio),
    credits: pictures.map(([, text]) => credit(text)),
  }));

describe("a contact sheet", () => {
  it("has every picture and every word of every credit, on the sheet and apart", () => {
    fc.assert(
      fc.property(contents, (all) => {
        const sheet = layoutSheet(all, measure);
        expect(sheet.pictures).toHaveLength(all.ratios.length);
        const right = SHEET_WIDTH - SHEET_MARGIN + 0.5;
        for (const [i, { x, y, width, height }] of sheet.pictures.entries()) {
          expect(width).toBeGreaterThan(0);
          expect(x + width).toBeLessThanOrEqual(right);
          expect(y + height).toBeLessThanOrEqual(sheet.creditsTop);
          const next = sheet.pictures[i + 1];
          if (next) expect(next.y >= y + height || next.x >= x + width).toBe(true);
        }
        const said = (lines: readonly CreditLine[]) =>
          lines
            .map(({ text }) => text)
            .join(" ")
            .replaceAll(/\s/g, "");
        expect(sheet.credits.map(({ lines }) => said(lines))).toEqual(all.credits.map(said));
        for (const [i, { x, y, lines }] of sheet.credits.entries()) {
          expect(y).toBeGreaterThan(sheet.creditsTop);
          const bottom = y + lines.length * CREDIT_LINE_HEIGHT;
          expect(bottom).toBeLessThanOrEqual(sheet.height);
          const next = sheet.credits[i + 1];
          if (next) expect(next.x > x || next.y >= bottom).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is one for 200 pictures with credits of the usual length", () => {
    const credits = Array.from({ length: 200 }, () => [
      ...credit("A title of some forty characters, or so"),
      { text: "https://example.org/collection/an-object-12345678", style: "plain" as const },
    ]);
    const ratios = credits.map((_, i) => [0.7, 1, 1.5][i % 3] ?? 1);
    expect(splitSheets({ ratios, credits }, measure)).toEqual([200]);
  });

  it("goes on on another where a canvas has no more room, and leaves nothing out", () => {
    const credits = Array.from({ length: 50 }, () => credit("long ".repeat(2_000)));
    const all = { ratios: credits.map(() => 1), credits };
    const parts = splitSheets(all, measure);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.reduce((sum, count) => sum + count, 0)).toBe(50);
    let from = 0;
    for (const count of parts) {
      const part = {
        ratios: all.ratios.slice(from, from + count),
        credits: credits.slice(from, from + count),
      };
      const { width, height } = layoutSheet(part, measure);
      expect(width * height).toBeLessThanOrEqual(MAX_SHEET_PIXELS);
      from += count;
    }
  });

  it("shows few pictures large", () => {
    const heights = [1, 3, 200].map(
      (count) =>
        layoutSheet(
          {
            ratios: Array.from({ length: count }, () => 1.3),
            credits: Array.from({ length: count }, () => credit("x")),
          },
          measure,
        ).pictures[0]?.height ?? 0,
    );
    expect(heights).toEqual([...heights].sort((a, b) => b - a));
    expect(heights[0]).toBeGreaterThan(800);
  });
});
