import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lightOf } from "./light";
import { type Oklab, oklabOf } from "./oklab";
import { paletteOf } from "./palette";
import { dot } from "./unit-vector";

const SIDE = 32;

/** A picture from a function of its place, x and y in [0, 1). */
function picture(
  colourAt: (x: number, y: number) => readonly [number, number, number],
): Uint8Array {
  const rgb = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) rgb.set(colourAt(x / SIDE, y / SIDE), 3 * (y * SIDE + x));
  }
  return rgb;
}
const flat = (red: number, green: number, blue: number) => picture(() => [red, green, blue]);
const palette = (rgb: Uint8Array) => paletteOf(rgb, SIDE, SIDE);
const light = (rgb: Uint8Array) => lightOf(rgb, SIDE, SIDE);
const grey = (value: number) => [value, value, value] as const;

describe("oklabOf", () => {
  it.each([
    ["white", [255, 255, 255], [1, 0, 0]],
    ["black", [0, 0, 0], [0, 0, 0]],
    ["red", [255, 0, 0], [0.628, 0.225, 0.126]],
    ["blue", [0, 0, 255], [0.452, -0.032, -0.312]],
  ] as const)("puts %s where Ottosson does", (_, [r, g, b], [lightness, a, bb]) => {
    const out: Oklab = { lightness: 0, a: 0, b: 0 };
    oklabOf(r, g, b, out);
    expect(out.lightness).toBeCloseTo(lightness, 2);
    expect(out.a).toBeCloseTo(a, 2);
    expect(out.b).toBeCloseTo(bb, 2);
  });
});

describe("paletteOf", () => {
  it("is of length 1 for any picture", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 48, maxLength: 48 }), (rgb) => {
        const vector = paletteOf(rgb, 4, 4);
        expect(dot(vector, vector)).toBeCloseTo(1, 5);
      }),
    );
  });

  it("finds near colours alike and far ones not", () => {
    const teal = palette(flat(20, 130, 130));
    expect(dot(teal, palette(flat(24, 128, 134)))).toBeGreaterThan(0.8);
    expect(dot(teal, palette(flat(200, 60, 40)))).toBeLessThan(0.05);
    expect(dot(palette(flat(128, 128, 128)), palette(flat(220, 40, 40)))).toBeLessThan(0.05);
  });

  it("counts how much of each colour, not where it is", () => {
    const left = palette(picture((x) => (x < 0.5 ? [200, 60, 40] : [20, 60, 140])));
    const top = palette(picture((_, y) => (y < 0.5 ? [200, 60, 40] : [20, 60, 140])));
    const mostlyBlue = palette(picture((x) => (x < 0.1 ? [200, 60, 40] : [20, 60, 140])));
    expect(dot(left, top)).toBeCloseTo(1, 5);
    expect(dot(left, mostlyBlue)).toBeLessThan(0.95);
  });
});

describe("lightOf", () => {
  it("sees where the light falls", () => {
    const fromTop = light(picture((_, y) => grey(Math.round(220 - 200 * y))));
    const fromBelow = light(picture((_, y) => grey(Math.round(20 + 200 * y))));
    const fromLeft = light(picture((x) => grey(Math.round(220 - 200 * x))));
    expect(dot(fromTop, fromBelow)).toBeLessThan(-0.9);
    expect(Math.abs(dot(fromTop, fromLeft))).toBeLessThan(0.1);
  });

  it("does not depend on brightness, contrast or colour", () => {
    const strong = light(picture((x) => grey(Math.round(250 - 240 * x))));
    const faint = light(picture((x) => grey(Math.round(180 - 50 * x))));
    const warm = light(picture((x) => [Math.round(250 - 100 * x), Math.round(180 - 90 * x), 60]));
    expect(dot(strong, faint)).toBeGreaterThan(0.97);
    expect(dot(strong, warm)).toBeGreaterThan(0.97);
  });

  it("does not exist in a flat picture, not even with noise", () => {
    expect(light(flat(90, 120, 200)).every((value) => value === 0)).toBe(true);
    let n = 0;
    const noisy = picture(() => grey(128 + ((n++ * 7919) % 3)));
    expect(light(noisy).every((value) => value === 0)).toBe(true);
  });

  it("refuses a picture smaller than its blocks", () => {
    expect(() => lightOf(new Uint8Array(7 * 9 * 3), 7, 9)).toThrow(RangeError);
  });
});
