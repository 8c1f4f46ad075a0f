import { describe, expect, it } from "vitest";
import { lightnessOf, oklabOf } from "./oklab";

const rounded = (red: number, green: number, blue: number) =>
  Array.from(oklabOf(red, green, blue), (value) => Number(value.toFixed(3)) + 0);

describe("oklabOf", () => {
  it("gives the published values of white, black and the primaries", () => {
    // Ottosson 2020; the primaries as in CSS Color 4's sample code.
    expect(rounded(255, 255, 255)).toEqual([1, 0, 0]);
    expect(rounded(0, 0, 0)).toEqual([0, 0, 0]);
    expect(rounded(255, 0, 0)).toEqual([0.628, 0.225, 0.126]);
    expect(rounded(0, 255, 0)).toEqual([0.866, -0.234, 0.179]);
    expect(rounded(0, 0, 255)).toEqual([0.452, -0.032, -0.312]);
  });

  it("has no chroma in any grey", () => {
    for (let grey = 0; grey < 256; grey++) {
      const [, a = 1, b = 1] = oklabOf(grey, grey, grey);
      expect(Math.hypot(a, b)).toBeLessThan(1e-6);
    }
  });

  it("gives lightness alone as the same number", () => {
    expect(lightnessOf(200, 30, 90)).toBe(oklabOf(200, 30, 90)[0]);
  });
});
