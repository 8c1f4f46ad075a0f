import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { paletteOf } from "./palette";
import { dot } from "./unit-vector";

type Rgb = readonly [red: number, green: number, blue: number];

/** A picture one pixel high. */
function picture(...colours: readonly Rgb[]): Float32Array {
  return paletteOf(Uint8Array.from(colours.flat()), colours.length, 1);
}

/** Share of the histogram (the squares) that lies in bins `from` to `to`, the end left out. */
const share = (palette: Float32Array, from: number, to: number) =>
  palette.subarray(from, to).reduce((sum, value) => sum + value * value, 0);

const pixels = fc.array(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), {
  minLength: 1,
  maxLength: 50,
});

describe("paletteOf", () => {
  it("puts greys in the grey bins, from black to white", () => {
    expect(share(picture([0, 0, 0]), 0, 1)).toBeCloseTo(1, 5);
    expect(share(picture([255, 255, 255]), 3, 4)).toBeCloseTo(1, 5);
    expect(share(picture([119, 119, 119]), 1, 3)).toBeCloseTo(1, 4);
  });

  it("puts strong colours in the vivid bins and pale ones in the muted", () => {
    for (const vivid of [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
      [255, 0, 255],
    ] as const) {
      expect(share(picture(vivid), 40, 64)).toBeCloseTo(1, 5);
    }
    const pastel = picture([235, 200, 205]);
    expect(share(pastel, 40, 64)).toBeLessThan(0.01);
    expect(share(pastel, 4, 40)).toBeGreaterThan(0.3);
  });

  it("counts how much of each colour there is", () => {
    const mostlyBlack = picture([0, 0, 0], [0, 0, 0], [0, 0, 0], [255, 0, 0]);
    expect(share(mostlyBlack, 0, 1)).toBeCloseTo(0.75, 5);
    expect(share(mostlyBlack, 40, 64)).toBeCloseTo(0.25, 5);
  });

  it("says that near colours are near, that others are not, and grey is far from colour", () => {
    const red = picture([220, 40, 40]);
    expect(dot(red, picture([210, 50, 45]))).toBeGreaterThan(0.9);
    expect(dot(red, picture([210, 50, 45]))).toBeGreaterThan(dot(red, picture([230, 120, 40])));
    expect(dot(red, picture([40, 60, 220]))).toBeLessThan(0.05);
    expect(dot(red, picture([128, 128, 128]))).toBeLessThan(0.2);
  });

  it("tells brown from orange and pink from red", () => {
    expect(dot(picture([110, 60, 20]), picture([255, 140, 40]))).toBeLessThan(0.7);
    expect(dot(picture([255, 190, 200]), picture([220, 20, 40]))).toBeLessThan(0.4);
  });

  it("is a unit vector of values that are not negative, whatever the pixels", () => {
    fc.assert(
      fc.property(pixels, (list) => {
        const palette = picture(...list);
        expect(palette).toHaveLength(64);
        expect(dot(palette, palette)).toBeCloseTo(1, 5);
        expect(Math.min(...palette)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("does not care where the pixels stand", () => {
    fc.assert(
      fc.property(pixels, (list) => {
        expect(dot(picture(...list), picture(...list.toReversed()))).toBeCloseTo(1, 5);
      }),
    );
  });

  it("changes little when every colour changes little", () => {
    fc.assert(
      fc.property(pixels, (list) => {
        const near = list.map((rgb) => rgb.map((c) => Math.min(255, c + 1)) as unknown as Rgb);
        expect(dot(picture(...list), picture(...near))).toBeGreaterThan(0.95);
      }),
    );
  });

  it("refuses a buffer that is not the picture's size, and a picture of nothing", () => {
    expect(() => paletteOf(new Uint8Array(11), 2, 2)).toThrow(RangeError);
    expect(() => paletteOf(new Uint8Array(0), 0, 0)).toThrow(RangeError);
  });
});
