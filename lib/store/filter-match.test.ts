import { describe, expect, it } from "vitest";
import { matchesFilters, orientationOf } from "./filter-match";
import { sampleRow, sampleSchema } from "./sample-rows";

const image = {
  ...sampleRow(sampleSchema(), 0),
  width: 300,
  height: 200,
  details: { generated: false, licence: "CC0", year: 1890 },
};
const nameless = { ...image, details: {} };

describe("filters", () => {
  it.each([
    [{}, true, true],
    [{ made: ["person"] }, true, false],
    [{ made: ["unknown"] }, false, true],
    [{ made: [] }, false, false],
    [{ orientation: ["landscape"] }, true, true],
    [{ orientation: ["square", "portrait"] }, false, false],
    [{ licence: ["CC0", "CC BY 4.0"] }, true, false],
    [{ source: ["museum"] }, false, false],
    [{ yearFrom: 1890, yearTo: 1890 }, true, false],
    [{ yearTo: 1889 }, false, false],
    [{ yearFrom: 1889, made: ["generator"] }, false, false],
  ] as const)(
    "%j let a painting of 1890 through: %s; an unknown picture: %s",
    (f, known, unknown) => {
      expect(matchesFilters(image, f)).toBe(known);
      expect(matchesFilters(nameless, f)).toBe(unknown);
    },
  );

  it("calls a picture square when its sides differ by 5 % or less", () => {
    const sides = [
      [105, 100, "square"],
      [106, 100, "landscape"],
      [100, 105, "square"],
      [100, 106, "portrait"],
    ] as const;
    for (const [width, height, name] of sides) expect(orientationOf({ width, height })).toBe(name);
  });
});
