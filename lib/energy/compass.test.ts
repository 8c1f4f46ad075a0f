import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleEnergy, seededRandom } from "@/lib/store/sample-rows";
import { ASPECTS, blockOf, energyLayout } from "./aspects";
import { axisSpread, axisVector, compassTerm } from "./compass";
import { dot } from "./unit-vector";

const LAYOUT = energyLayout({ subject: 16, style: 8 });
const SIGMA = { subject: 0.2, style: 0.1, palette: 0.3, light: 0.4 };
const DIALS = { subject: 0.5, style: 0.5, palette: 0, light: 1 };
const random = seededRandom(3);
const [a, b, c, query] = Array.from({ length: 4 }, () => sampleEnergy(LAYOUT, random)) as [
  Float32Array,
  Float32Array,
  Float32Array,
  Float32Array,
];
const pictures = Array.from({ length: 200 }, () => sampleEnergy(LAYOUT, random));

describe("an axis", () => {
  it("points from one pole to the other, and back when they are exchanged", () => {
    const axis = axisVector([a], [b], SIGMA, LAYOUT);
    expect(dot(axis, b)).toBeGreaterThan(dot(axis, a));
    const back = axisVector([b], [a], SIGMA, LAYOUT);
    back.forEach((value, i) => {
      expect(value).toBeCloseTo(-(axis[i] ?? 0), 5);
    });
  });

  it("gives each aspect that tells the poles apart the same say in units of its spread", () => {
    const axis = axisVector([a, c], [b], SIGMA, LAYOUT);
    for (const aspect of ASPECTS) {
      const block = blockOf(axis, aspect, LAYOUT);
      expect(Math.sqrt(dot(block, block)) * SIGMA[aspect]).toBeCloseTo(1, 4);
    }
  });

  it("is nothing between equal poles", () => {
    expect(axisVector([a], [a], SIGMA, LAYOUT).every((value) => value === 0)).toBe(true);
  });

  it("takes an aspect that one pole lacks from the other", () => {
    const wordless = a.slice();
    blockOf(wordless, "light", LAYOUT).fill(0);
    const axis = axisVector([wordless], [b], SIGMA, LAYOUT);
    expect(dot(blockOf(axis, "light", LAYOUT), blockOf(b, "light", LAYOUT))).toBeGreaterThan(0);
  });
});

describe("the compass", () => {
  it("moves the best of any number farther along the axis the more it is turned", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: -100, max: 99 }),
        fc.integer({ min: 1, max: 100 }),
        (count, from, more) => {
          const axis = axisVector([a], [b], SIGMA, LAYOUT);
          const spread = axisSpread(axis, pictures);
          const meanPlace = (amount: number) => {
            const term = compassTerm(axis, spread, amount, DIALS);
            const best = pictures
              .map((picture) => ({ picture, score: dot(query, picture) + dot(term, picture) }))
              .sort((one, other) => other.score - one.score)
              .slice(0, count);
            return best.reduce((sum, { picture }) => sum + dot(axis, picture), 0) / count;
          };
          const to = Math.min(100, from + more);
          expect(meanPlace(to / 100)).toBeGreaterThanOrEqual(meanPlace(from / 100) - 1e-4);
        },
      ),
    );
  });

  it("adds nothing at 0, and has the same say for every axis", () => {
    const axis = axisVector([a], [b], SIGMA, LAYOUT);
    const spread = axisSpread(axis, pictures);
    expect(compassTerm(axis, spread, 0, DIALS).every((value) => value === 0)).toBe(true);
    const double = axis.map((value) => 2 * value);
    const [one, other] = [axis, double].map((direction) =>
      compassTerm(direction, axisSpread(direction, pictures), 0.5, DIALS),
    );
    one?.forEach((value, i) => {
      expect(value).toBeCloseTo(other?.[i] ?? Number.NaN, 4);
    });
  });
});
