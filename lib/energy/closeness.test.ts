import { describe, expect, it } from "vitest";
import { energyLayout } from "./aspects";
import { closenessScale, pairSimilarities, spread } from "./closeness";
import { normalize } from "./unit-vector";

const layout = energyLayout({ subject: 8, style: 4 });

/** Seeded vectors with unit blocks everywhere. */
function vectors(count: number): Float32Array[] {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return Array.from({ length: count }, () => {
    const energy = new Float32Array(layout.total);
    for (const { offset, dims } of Object.values(layout.blocks)) {
      energy.set(normalize(Array.from({ length: dims }, random)), offset);
    }
    return energy;
  });
}

const dials = { subject: 1, style: 0.5, palette: 0, light: 1 };

describe("closeness", () => {
  it("is the share of random pairs that score less with the same dials", () => {
    const gallery = vectors(40);
    const pairs = pairSimilarities(gallery, gallery, layout, { pairs: 500 });
    const sigma = spread(pairs);
    const active = ["subject", "style", "light"] as const;
    const closeness = closenessScale(pairs, dials, sigma, active);
    const scores = Array.from({ length: 500 }, (_, i) =>
      active.reduce((sum, a) => sum + (dials[a] / sigma[a]) * (pairs.values[a][i] ?? 0), 0),
    );
    for (const score of [-1, 0, 0.7, 2]) {
      const naive = scores.filter((other) => other < score).length / 500;
      expect(Math.abs(closeness(score) - naive)).toBeLessThanOrEqual(1 / 500);
    }
    expect(closeness(100)).toBe(1);
    expect(closeness(-100)).toBe(0);
  });

  it("never pairs an image with itself", () => {
    const gallery = vectors(3);
    const { values } = pairSimilarities(gallery, gallery, layout, { pairs: 300 });
    expect(Math.max(...values.subject)).toBeLessThan(0.999);
  });

  it("gives the same pairs for the same gallery", () => {
    const gallery = vectors(10);
    expect(pairSimilarities(gallery, gallery, layout, { pairs: 50 })).toEqual(
      pairSimilarities(gallery, gallery, layout, { pairs: 50 }),
    );
  });

  it("says nothing where there are no pairs, and still has a spread", () => {
    const one = vectors(1);
    const none = pairSimilarities(one, one, layout);
    expect(none.pairs).toBe(0);
    expect(closenessScale(none, dials, spread(none), ["subject"])(1)).toBe(-1);
    expect(Math.min(...Object.values(spread(none)))).toBeGreaterThan(0);
  });
});
