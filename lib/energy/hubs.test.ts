import { describe, expect, it } from "vitest";
import { energyLayout } from "./aspects";
import { densityOf, hubPenalty, neighbourhoodSize } from "./hubs";

const layout = energyLayout({ subject: 2, style: 2 });
/** An energy whose subject points at an angle, in degrees; its other blocks are fixed. */
function at(degrees: number): Float32Array {
  const energy = new Float32Array(layout.total);
  energy.set([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);
  energy[layout.blocks.palette.offset] = 1;
  return energy;
}

describe("densityOf", () => {
  it("is the mean similarity to the nearest tenth, aspect by aspect", () => {
    const sample = [10, 20, ...Array.from({ length: 18 }, () => 120)].map(at);
    const { subject, style, palette, light } = densityOf(at(0), sample, layout);
    expect(subject).toBeCloseTo((Math.cos(Math.PI / 18) + Math.cos(Math.PI / 9)) / 2, 5);
    expect([style, palette, light]).toEqual([0, 1, 0]);
  });

  it("is zero without a sample, and counts at least one neighbour", () => {
    expect(densityOf(at(0), [], layout)).toEqual({ subject: 0, style: 0, palette: 0, light: 0 });
    expect(neighbourhoodSize(1)).toBe(1);
    expect(densityOf(at(0), [at(60)], layout).subject).toBeCloseTo(0.5, 5);
  });
});

describe("hubPenalty", () => {
  it("is half the weighted sum of an image's own densities", () => {
    const densities = Float32Array.of(9, 9, 9, 9, 0.4, 0.2, 0.1, 0.5);
    const weights = { subject: 2, style: 0, palette: 1, light: 4 };
    expect(hubPenalty(densities, 1, weights)).toBeCloseTo((0.8 + 0.1 + 2) / 2, 5);
  });
});
