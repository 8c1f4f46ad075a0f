import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wrapText } from "./wrap-text";

/** Every character is 1 px wide. */
const measure = (text: string) => [...text].length;

describe("wrapText", () => {
  it.each([
    ["breaks at spaces", "rust and cream", 8, ["rust and", "cream"]],
    [
      "breaks a word that is wider than a line",
      "https://a.b/cdefgh",
      7,
      ["https:/", "/a.b/cd", "efgh"],
    ],
    ["goes on after a broken word", "abcdef gh", 4, ["abcd", "ef", "gh"]],
    ["has no lines for nothing", "  \n ", 10, []],
  ])("%s", (_, text, width, lines) => {
    expect(wrapText(text, width, measure)).toEqual(lines);
  });

  it("ends what does not fit in an ellipsis that fits", () => {
    expect(wrapText("one two three four", 8, measure, 2)).toEqual(["one two", "three…"]);
    expect(wrapText("one, two three", 5, measure, 1)).toEqual(["one…"]);
    expect(wrapText("abcdefgh", 4, measure, 1)).toEqual(["abc…"]);
  });

  it("loses no character and fills no line beyond its width", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, width) => {
        const lines = wrapText(text, width, measure);
        expect(lines.join("").replaceAll(/\s/gu, "")).toBe(text.replaceAll(/\s/gu, ""));
        for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
