import { describe, expect, it } from "vitest";
import { lightOf } from "@/lib/energy/light";
import { dot } from "@/lib/energy/unit-vector";
import { lightInWords } from "./light-in-words";
import { readWords } from "./read-words";

/** The light of a grey picture that is a function of place, x and y in [0, 1). */
function lit(grey: (x: number, y: number) => number) {
  const side = 32;
  const rgb = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    const value = grey(((i % side) + 0.5) / side, (Math.floor(i / side) + 0.5) / side);
    rgb.fill(Math.round(255 * value), i * 3, i * 3 + 3);
  }
  return lightOf(rgb, side, side);
}
const PICTURES = {
  top: lit((_x, y) => 1 - y),
  bottom: lit((_x, y) => y),
  left: lit((x) => 1 - x),
  right: lit((x) => x),
  centre: lit((x, y) => Math.exp(-((x - 0.5) ** 2 + (y - 0.5) ** 2) / 0.1)),
  edges: lit((x, y) => 1 - Math.exp(-((x - 0.5) ** 2 + (y - 0.5) ** 2) / 0.1)),
  topLeft: lit((x, y) => 1 - (x + y) / 2),
  darkSky: lit((_x, y) => (y < 0.55 ? 0.2 : 0.8)),
  band: lit((_x, y) => (Math.abs(y - 0.5) < 0.15 ? 1 : 0.2)),
};

describe("words of light", () => {
  it.each([
    ["bright top", "top"],
    ["lit from above", "top"],
    ["dark bottom", "top"],
    ["Light from the LEFT", "left"],
    ["lit from the right", "right"],
    ["bright ground", "darkSky"],
    ["dark sky over bright ground", "darkSky"],
    ["bright centre", "centre"],
    ["a vignette", "centre"],
    ["dark edges", "centre"],
    ["spotlight", "centre"],
    ["dark center", "edges"],
    ["lit from the top left", "topLeft"],
    ["glowing horizon", "band"],
    ["low key", "centre"],
    ["high-key", "edges"],
  ] as const)("finds in %j the picture with light at %s", (text, expected) => {
    const { light } = readWords(text);
    const [best] = Object.entries(PICTURES)
      .map(([name, picture]) => ({ name, score: dot(picture, light ?? []) }))
      .sort((a, b) => b.score - a.score);
    expect(best?.name).toBe(expected);
  });

  it("puts the dark thing of a backlit picture before a bright ground", () => {
    const { light = [] } = readWords("backlit figure");
    const backlit = lit((x, y) => (Math.hypot(x - 0.5, (y - 0.65) / 1.3) < 0.22 ? 0.1 : 0.9));
    expect(dot(light, backlit)).toBeGreaterThan(0.6);
  });

  it("is what the light of images is: 64 values, mean 0, length 1", () => {
    for (const text of ["backlit", "bright top, dark edges", "vignette", "dark"]) {
      const { light = [] } = readWords(text);
      expect(light).toHaveLength(64);
      expect(dot(light, light)).toBeCloseTo(1, 4);
      expect(Math.abs(Array.from(light).reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-4);
    }
  });

  it.each([
    "dark teal",
    "bright red",
    "light blue",
    "even light",
    "a lighthouse",
    "right",
    "top hat",
  ])("finds no light in %j", (text) => {
    expect(readWords(text).light).toBeUndefined();
  });

  it("lets dark and bright weigh the palette, which a map without a mean cannot", () => {
    const grey = (value: number) => readWords(`#${value.toString(16).repeat(3)}`).palette ?? [];
    const { palette: dark = [] } = readWords("dark");
    const { palette: bright = [] } = readWords("high key");
    expect(dot(dark, grey(0x22))).toBeGreaterThan(dot(dark, grey(0xee)) + 0.3);
    expect(dot(bright, grey(0xee))).toBeGreaterThan(dot(bright, grey(0x22)) + 0.3);
    const { palette: both = [] } = readWords("dark, teal");
    const { palette: teal = [] } = readWords("teal");
    expect(dot(both, teal)).toBeGreaterThan(dot(dark, teal) + 0.2);
  });

  it("knows when nothing but colour and light is meant", () => {
    for (const text of ["rust and cream", "a dark picture", "teal, backlit", "#3b5b92"]) {
      expect([text, readWords(text).isOnlyLook]).toEqual([text, true]);
    }
    for (const text of ["a teal sky", "salmon", "backlit tree", "dog", "zyx", ""]) {
      expect([text, readWords(text).isOnlyLook]).toEqual([text, false]);
    }
  });
});

describe("lightInWords", () => {
  it.each([
    ["top", "bright top"],
    ["bottom", "bright bottom"],
    ["left", "lit from the left"],
    ["right", "lit from the right"],
    ["centre", "bright centre, dark edges"],
    ["edges", "dark centre, bright edges"],
    ["topLeft", "lit from the top left"],
    ["darkSky", "dark sky over bright ground"],
    ["band", "a bright band across the middle"],
  ] as const)("says of light at %s: %s", (name, words) => {
    expect(lightInWords(PICTURES[name])).toBe(words);
  });

  it("says what it cannot say", () => {
    expect(lightInWords(new Float32Array(64))).toBe("even light");
    expect(lightInWords(lit((x, y) => ((Math.floor(8 * x) + Math.floor(8 * y)) % 2 ? 1 : 0)))).toBe(
      "scattered light",
    );
  });
});
