import { describe, expect, it } from "vitest";
import { oklabOf, rgbOfLab } from "@/lib/energy/oklab";
import { paletteOf } from "@/lib/energy/palette";
import { dot } from "@/lib/energy/unit-vector";
import { PALETTES, paletteOf as samplePalette } from "@/lib/gallery/sample/palettes";
import { COLOURS, THING_COLOURS } from "./colour-names";
import { findColours } from "./colour-words";
import { readWords } from "./read-words";
import { wordTokens } from "./word-tokens";

const colours = (text: string) => findColours(wordTokens(text));
const hex = (text: string) =>
  colours(text).map(({ lab }) =>
    rgbOfLab(lab)
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join(""),
  );
const lightness = (text: string) => colours(text)[0]?.lab[0] ?? Number.NaN;
const chroma = (text: string) => Math.hypot(...(colours(text)[0]?.lab.slice(1) ?? [Number.NaN]));

describe("the dictionary of colours", () => {
  it("holds every name of CSS and at least 150 more, all inside sRGB", () => {
    expect(COLOURS.size).toBeGreaterThan(141 + 150);
    for (const value of COLOURS.values()) expect(value).toBeLessThanOrEqual(0xffffff);
    for (const thing of THING_COLOURS) expect(COLOURS.has(thing)).toBe(true);
  });
});

describe("findColours", () => {
  it.each([
    ["#3b5b92", ["3b5b92"]],
    ["#ABC", ["aabbcc"]],
    ["a wall in #f00 and #00ff00", ["ff0000", "00ff00"]],
    ["teal", ["0f7a80"]],
    ["A TEAL sky", ["0f7a80"]],
    ["téals", ["0f7a80"]],
    ["rust and cream", ["a5441f", "f6ead0"]],
    ["light-blue", ["add8e6"]],
    ["lightblue", ["add8e6"]],
    ["british racing green", ["12402a"]],
    ["dark grey cat", ["5a5a5a"]],
    ["небо 🟦 teal 空", ["0f7a80"]],
    ["reds and greens", ["d8232a", "1f8a3b"]],
  ])("reads %j as %j", (text, expected) => {
    expect(hex(text)).toEqual(expected);
  });

  it.each([
    "hundred",
    "a greenhouse",
    "#12",
    "#12345678",
    "#3b5b9z",
    "salmon in a river",
    "a girl with a pearl earring",
    "a bowl of oranges",
    "__proto__ constructor toString",
    "dark ish",
    "красный",
    "",
  ])("finds no colour in %j", (text) => {
    expect(colours(text)).toEqual([]);
  });

  it.each(["dusty salmon", "salmon coloured", "salmon tones", "teal and salmon", "salmon, cream"])(
    "takes a thing for a colour where the text says so: %j",
    (text) => {
      expect(hex(text).length).toBeGreaterThan(0);
    },
  );

  it("lets modifiers move a colour the way they say", () => {
    expect(lightness("pale teal")).toBeGreaterThan(lightness("teal"));
    expect(lightness("dark teal")).toBeLessThan(lightness("deep teal"));
    expect(lightness("deep teal")).toBeLessThan(lightness("teal"));
    expect(chroma("muted red")).toBeLessThan(chroma("red"));
    expect(chroma("vivid sage")).toBeGreaterThan(chroma("sage"));
    expect(chroma("vivid gray")).toBeLessThan(0.01);
  });

  it("reads -ish as near to a colour, and as a turn towards it before another", () => {
    expect(colours("teal-ish")[0]).toMatchObject({ spread: 1.5 });
    expect(colours("reddish")[0]).toMatchObject({ spread: 1.5 });
    const [, a = 0] = colours("greenish blue")[0]?.lab ?? [];
    expect(a).toBeLessThan(colours("blue")[0]?.lab[1] ?? 0);
  });
});

/** A picture of one sample palette: all tones, few accents. */
function picture(name: (typeof PALETTES)[number]) {
  const { rgb } = samplePalette(name);
  const main = rgb.subarray(0, 256 * 6 * 3);
  return paletteOf(main, 256, 6);
}

describe("the palette of words", () => {
  const pictures = PALETTES.map((name) => ({ name, palette: picture(name) }));

  it.each([
    ["teal", ["lagoon"]],
    ["hot pink", ["candy"]],
    ["ochre", ["honey"]],
    ["rust and cream", ["ember", "desert"]],
    ["olive green", ["moss"]],
    ["vivid violet", ["ultraviolet"]],
    ["royal blue", ["midnight"]],
    ["burgundy and blush", ["jewel"]],
    ["warm grey", ["sumi"]],
    ["mauve and peach", ["dusk"]],
    ["pale slate blue", ["arctic", "midnight", "prussian"]],
  ])("finds the sample gallery's %j in %j", (text, expected) => {
    const { palette } = readWords(text);
    const [best] = pictures
      .map((one) => ({ ...one, score: dot(one.palette, palette ?? []) }))
      .sort((a, b) => b.score - a.score);
    expect(expected).toContain(best?.name);
  });

  it("is a unit vector that lies nearest to pictures of its own colour", () => {
    const swatch = (value: number) => {
      const rgb = Uint8Array.from({ length: 300 }, (_, i) => (value >> (16 - 8 * (i % 3))) & 255);
      return paletteOf(rgb, 100, 1);
    };
    for (const name of ["teal", "rust", "navy", "sage", "mustard"]) {
      const palette = readWords(`${name} colour`).palette ?? [];
      expect(dot(palette, palette)).toBeCloseTo(1, 4);
      const own = dot(palette, swatch(COLOURS.get(name) ?? 0));
      for (const other of ["teal", "rust", "navy", "sage", "mustard"]) {
        if (other === name) continue;
        expect(own).toBeGreaterThan(0.2 + dot(palette, swatch(COLOURS.get(other) ?? 0)));
      }
    }
  });
});

describe("rgbOfLab", () => {
  it("gives back the colour that oklabOf read, to a step", () => {
    for (const value of COLOURS.values()) {
      const rgb = [(value >> 16) & 255, (value >> 8) & 255, value & 255] as const;
      const [l = 0, a = 0, b = 0] = oklabOf(...rgb);
      rgbOfLab([l, a, b]).forEach((byte, i) => {
        expect(Math.abs(byte - (rgb[i] ?? 0))).toBeLessThanOrEqual(1);
      });
    }
  });
});
