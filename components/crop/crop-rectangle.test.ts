import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cropBetween, FIRST_CROP, isInside, moved, resized } from "./crop-rectangle";

const anywhere = fc.record({
  x: fc.double({ min: -2, max: 3, noNaN: true }),
  y: fc.double({ min: -2, max: 3, noNaN: true }),
});

function expectSound({ x, y, width, height }: typeof FIRST_CROP): void {
  for (const value of [x, y, width, height]) {
    expect(Math.abs(value * 1_000 - Math.round(value * 1_000))).toBeLessThan(1e-6);
  }
  expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(0.02 - 1e-9);
  expect(Math.max(x + width, y + height)).toBeLessThanOrEqual(1 + 1e-9);
}

describe("a crop's rectangle", () => {
  it("is inside the picture, whatever two points it is dragged between", () => {
    fc.assert(fc.property(anywhere, anywhere, (a, b) => expectSound(cropBetween(a, b))));
    expect(cropBetween({ x: 0.5, y: 0.6 }, { x: 0.1, y: 0.2 })).toEqual({
      x: 0.1,
      y: 0.2,
      width: 0.4,
      height: 0.4,
    });
  });

  it("stays inside and keeps its size when it is moved beyond an edge", () => {
    fc.assert(
      fc.property(anywhere, (by) => {
        const after = moved(FIRST_CROP, by);
        expectSound(after);
        expect([after.width, after.height]).toEqual([0.5, 0.5]);
      }),
    );
  });

  it("neither vanishes nor leaves the picture when it is resized", () => {
    fc.assert(fc.property(anywhere, (by) => expectSound(resized(FIRST_CROP, by))));
    expect(isInside(FIRST_CROP, { x: 0.3, y: 0.7 })).toBe(true);
    expect(isInside(FIRST_CROP, { x: 0.3, y: 0.8 })).toBe(false);
  });
});
