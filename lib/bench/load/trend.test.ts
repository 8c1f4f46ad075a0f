import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trendOf } from "./trend";

describe("the trend of points", () => {
  it("is the line that they stand on, without error", () => {
    const number = fc.integer({ min: -1_000, max: 1_000 });
    fc.assert(
      fc.property(number, number, fc.integer({ min: 3, max: 40 }), (slope, start, count) => {
        const points = Array.from({ length: count }, (_, x) => ({ x, y: start + slope * x }));
        const trend = trendOf(points);
        expect(trend.slope).toBeCloseTo(slope, 6);
        expect(trend.error).toBeCloseTo(0, 6);
      }),
    );
  });

  it("says how far it may be off where they scatter", () => {
    const points = [0, 2, 1, 3].map((y, x) => ({ x, y }));
    // By hand: slope 4/5; squares left 1.8, over 2 degrees of freedom and a spread of 5.
    expect(trendOf(points).slope).toBeCloseTo(0.8);
    expect(trendOf(points).error).toBeCloseTo(Math.sqrt(1.8 / 2 / 5));
  });

  it("is none where nothing can be told", () => {
    expect(trendOf([]).slope).toBeNaN();
    expect(trendOf([{ x: 1, y: 1 }]).slope).toBeNaN();
    expect(trendOf([0, 1].map((y) => ({ x: y, y }))).error).toBeNaN();
  });
});
