import { describe, expect, it } from "vitest";
import { meanOf, stretched } from "./raster";

describe("stretched", () => {
  const pale = Float32Array.from({ length: 100 }, (_, i) => 0.7 + 0.003 * i);

  it("draws a pale picture out over the whole range", () => {
    const out = stretched(pale, 1);
    expect(Math.min(...out)).toBe(0);
    expect(Math.max(...out)).toBe(1);
  });

  it("goes as far as it is told", () => {
    expect(stretched(pale, 0)).toEqual(pale);
    expect(stretched(pale, 0.5)[0]).toBeCloseTo(0.35, 2);
  });

  it("leaves the order of tones as it was", () => {
    const out = [...stretched(pale, 0.75)];
    expect(out).toEqual([...out].sort((a, b) => a - b));
  });

  it("does not make noise of a sheet of one tone", () => {
    const flat = new Float32Array(50).fill(0.4).fill(0.41, 0, 10);
    expect(Math.max(...stretched(flat, 1)) - Math.min(...stretched(flat, 1))).toBeLessThan(0.1);
  });
});

describe("meanOf", () => {
  it("is 0 of nothing", () => {
    expect(meanOf(new Float32Array(0))).toBe(0);
    expect(meanOf(Float32Array.of(0.25, 0.75))).toBe(0.5);
  });
});
