import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paletteOf } from "@/lib/energy/palette";
import { findColours } from "./colour-words";
import { paletteInWords } from "./palette-in-words";
import { readWords } from "./read-words";
import { wordTokens } from "./word-tokens";

const names = (text: string) =>
  paletteInWords(readWords(text).palette ?? []).map(({ name }) => name);

describe("paletteInWords", () => {
  it.each([
    ["teal", ["teal"]],
    ["rust and cream", ["cream", "rust"]],
    ["deep navy, gold", ["deep navy", "gold"]],
    ["black and white", ["black", "white"]],
    ["dusty rose tones", ["dusty rose"]],
    ["sage, burgundy, mustard", ["burgundy", "mustard", "sage"]],
  ])("says back what was asked for: %j", (text, expected) => {
    expect(names(text).sort()).toEqual(expected);
  });

  it("gives shares of the picture, largest first", () => {
    const rgb = Uint8Array.from({ length: 300 }, (_, i) =>
      i < 210 ? ([15, 122, 128][i % 3] ?? 0) : ([246, 234, 208][i % 3] ?? 0),
    );
    const [first, second] = paletteInWords(paletteOf(rgb, 100, 1));
    expect(first).toMatchObject({ name: "teal" });
    expect(first?.share).toBeCloseTo(0.7, 1);
    expect(second).toMatchObject({ name: "cream" });
  });

  it("names one to four colours of any picture, which can be asked for again", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 300, maxLength: 300 }), (rgb) => {
        const found = paletteInWords(paletteOf(rgb, 100, 1));
        expect(found.length).toBeGreaterThanOrEqual(1);
        expect(found.length).toBeLessThanOrEqual(4);
        expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5);
        for (const { name } of found) expect(findColours(wordTokens(name))).toHaveLength(1);
      }),
      { numRuns: 30 },
    );
  });

  it("says nothing of a palette that is not there", () => {
    expect(paletteInWords(new Float32Array(64))).toEqual([]);
  });
});
