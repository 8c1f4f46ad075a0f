import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lightOf } from "./light";
import { dot } from "./unit-vector";

/** A grey picture whose value is a function of place, x and y in [0, 1). */
function picture(side: number, grey: (x: number, y: number) => number): Uint8Array {
  const rgb = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    const x = ((i % side) + 0.5) / side;
    const y = (Math.floor(i / side) + 0.5) / side;
    rgb.fill(Math.round(grey(x, y)), i * 3, i * 3 + 3);
  }
  return rgb;
}

const lit = (side: number, grey: (x: number, y: number) => number) =>
  lightOf(picture(side, grey), side, side);

describe("lightOf", () => {
  it("has its largest values where the picture is light", () => {
    const light = lit(64, (x, y) => (x < 0.125 && y >= 0.875 ? 255 : 0));
    expect(light.indexOf(Math.max(...light))).toBe(56);
  });

  it("turns with the picture", () => {
    const grey = (x: number, y: number) => 40 + 150 * x + 60 * y * y;
    const upright = lit(64, grey);
    const turned = lit(64, (x, y) => grey(y, 1 - x));
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 8; x++) {
        expect(turned[y * 8 + x]).toBeCloseTo(upright[(7 - x) * 8 + y] ?? 0, 5);
      }
    }
    const upsideDown = lit(64, (x) => 255 * (1 - x));
    expect(
      dot(
        lit(64, (x) => 255 * x),
        upsideDown,
      ),
    ).toBeLessThan(-0.9);
  });

  it("is zero for a flat picture, and for one whose noise has no direction", () => {
    expect(Math.max(...lit(32, () => 90).map(Math.abs))).toBe(0);
    let state = 5;
    const noise = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return 120 + (state >>> 30);
    };
    expect(Math.max(...lit(128, noise).map(Math.abs))).toBe(0);
    expect(Math.max(...lit(128, (x) => 120 + 30 * x).map(Math.abs))).toBeGreaterThan(0);
  });

  it("ignores brightness and contrast: lighter or softer, it is the same light", () => {
    // Steps of sRGB between 60 and 220 are near to steps of OKLab L.
    const dark = lit(64, (x, y) => 70 + 50 * Math.sin(5 * x) * y);
    const bright = lit(64, (x, y) => 150 + 50 * Math.sin(5 * x) * y);
    const soft = lit(64, (x, y) => 150 + 25 * Math.sin(5 * x) * y);
    expect(dot(dark, bright)).toBeGreaterThan(0.99);
    expect(dot(bright, soft)).toBeGreaterThan(0.99);
  });

  it("says the same at any size, also where pixels do not divide into eight", () => {
    const grey = (x: number, y: number) => 128 + 100 * Math.sin(4 * x + 2 * y);
    for (const side of [40, 51, 77]) {
      expect(dot(lit(128, grey), lit(side, grey))).toBeGreaterThan(0.999);
    }
  });

  it("has norm 1 or 0 and mean 0, whatever the pixels and the size", () => {
    const sized = fc
      .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }))
      .chain(([width, height]) =>
        fc.tuple(
          fc.constant(width),
          fc.constant(height),
          fc.uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 }),
        ),
      );
    fc.assert(
      fc.property(sized, ([width, height, rgb]) => {
        const light = lightOf(rgb, width, height);
        const norm = Math.sqrt(dot(light, light));
        expect(light).toHaveLength(64);
        expect(Math.min(norm, Math.abs(norm - 1))).toBeLessThan(1e-5);
        expect(Math.abs(light.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-4);
      }),
    );
  });

  it("refuses a buffer that is not the picture's size", () => {
    expect(() => lightOf(new Uint8Array(4), 1, 1)).toThrow(RangeError);
  });
});
