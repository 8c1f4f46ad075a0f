import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PALETTE_DIMS } from "@/lib/energy/aspects";
import { paletteOf } from "@/lib/energy/palette";
import { sampleId } from "@/lib/store/sample-rows";
import { fileNames, fileStem } from "./file-names";
import { cssPalette, gplPalette } from "./palette-files";
import { takenPalette } from "./taken-palette";

const COLOURS = [
  { name: "bottle green", share: 0.624, rgb: "#12432e" },
  { name: "cream", share: 0.376, rgb: "#f3e9d2" },
];

describe("file names", () => {
  it.each([
    ["The Great Wave", "wavelength-the-great-wave"],
    ["../../etc/passwd", "wavelength-etc-passwd"],
    ["冨嶽三十六景 “Fuji”", "wavelength-冨嶽三十六景-fuji"],
    ["<b>…</b>", "wavelength-b-b"],
    ["🌊", "wavelength"],
    ["", "wavelength"],
  ])("of %j begin with %s", (name, stem) => {
    expect(fileStem(name)).toBe(stem);
  });

  it("are ones that every system keeps, whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(fileStem(name)).toMatch(/^wavelength(-[\p{L}\p{N}\p{M}-]+)?$/u);
        expect([...fileStem(name)].length).toBeLessThan(80);
      }),
    );
  });

  it("number sheets only where there are several", () => {
    expect(fileNames("Sea", 1).sheets).toEqual(["wavelength-sea-sheet.png"]);
    expect(fileNames("Sea", 2).sheets).toEqual([
      "wavelength-sea-sheet-1-of-2.png",
      "wavelength-sea-sheet-2-of-2.png",
    ]);
  });
});

describe("a palette as CSS", () => {
  it("is custom properties, largest first", () => {
    expect(cssPalette("The Sea", COLOURS)).toBe(
      [
        "/* The Sea: palette, by Wavelength */",
        ":root {",
        "  --bottle-green: #12432e; /* 62 % */",
        "  --cream: #f3e9d2; /* 38 % */",
        "}",
        "",
      ].join("\n"),
    );
  });

  it("stays one comment and one rule, whatever the name", () => {
    const name = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("*/ } body { display: none } /*", "a\n*/b", "**//", "*\u200b/x"),
    );
    fc.assert(
      fc.property(name, (text) => {
        const [first = "", ...rest] = cssPalette(text, COLOURS).split("\n");
        expect(first.indexOf("*/")).toBe(first.length - 2);
        expect(rest).toHaveLength(5);
      }),
    );
  });

  it("names two colours of one name apart", () => {
    const css = cssPalette("x", [...COLOURS, { name: "Cream!", share: 0.1, rgb: "#ffffff" }]);
    expect(css).toContain("--cream-3: #ffffff;");
  });
});

describe("a palette for GIMP", () => {
  it("has its header and a line a colour: three numbers, a tab, a name", () => {
    expect(gplPalette("The Sea", COLOURS)).toBe(
      "GIMP Palette\nName: The Sea\nColumns: 2\n#\n 18  67  46\tbottle green\n243 233 210\tcream\n",
    );
  });

  it("stays one, whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const lines = gplPalette(name, COLOURS).split("\n");
        expect(lines).toHaveLength(7);
        expect(lines[1]).toMatch(/^Name: \S/u);
        for (const line of lines.slice(4, 6)) expect(line).toMatch(/^[ \d]{11}\t[a-z ]+$/);
      }),
    );
  });
});

describe("the palette of what is taken", () => {
  const binsOf = (rgb: readonly [number, number, number]) =>
    [...paletteOf(Uint8Array.from(rgb), 1, 1)].map((value) => value * value);
  const none = new Array<number>(PALETTE_DIMS).fill(0);

  it("counts the gallery's images, guests and words alike", () => {
    const guest = new Int8Array(512);
    paletteOf(Uint8Array.of(20, 30, 120), 1, 1).forEach((value, bin) => {
      guest[512 - 128 + bin] = Math.round(value * 127);
    });
    const names = takenPalette(binsOf([190, 70, 30]), [
      { kind: "guest", id: sampleId(1), thumbhash: new Uint8Array(0), vector: guest },
      { kind: "words", text: "cream" },
    ]);
    expect(names.map(({ name }) => name).join(", ")).toMatch(/rust|burnt orange|terracotta/);
    expect(names.map(({ name }) => name).join(", ")).toMatch(/blue|navy|indigo|cobalt/);
    expect(names.map(({ name }) => name)).toContain("cream");
    expect(names.every(({ rgb }) => /^#[0-9a-f]{6}$/.test(rgb))).toBe(true);
    expect(names.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });

  it("is empty for what has no colours", () => {
    const vector = new Int8Array(3);
    const guest = { kind: "guest" as const, id: sampleId(1), thumbhash: vector, vector };
    expect(takenPalette(none, [{ ...guest, thumbhash: new Uint8Array(0) }])).toEqual([]);
    expect(takenPalette(none, [{ kind: "words", text: "lonely" }])).toEqual([]);
  });
});
