import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CopyPair,
  microAveragePrecision,
  pointAtPrecision,
  pointAtThreshold,
} from "./copy-pairs";

const pair = (score: number, isCopy: boolean): CopyPair => ({ score, isCopy });
const PAIRS = [pair(0.9, true), pair(0.8, false), pair(0.7, true), pair(0.1, false)];

const arbitraryPairs = fc.array(
  fc.record({ score: fc.integer({ min: 0, max: 20 }).map((n) => n / 20), isCopy: fc.boolean() }),
  { maxLength: 60 },
);

describe("microAveragePrecision", () => {
  it("averages the precision at each copy", () => {
    expect(microAveragePrecision(PAIRS)).toBeCloseTo((1 + 2 / 3) / 2);
  });

  it("is 1 when every copy is above every other pair, and 0 without copies", () => {
    expect(microAveragePrecision([pair(0.1, false), pair(0.9, true), pair(0.5, true)])).toBe(1);
    expect(microAveragePrecision([pair(0.1, false)])).toBe(0);
  });

  it("does not depend on the order of pairs, also of equal ones", () => {
    fc.assert(
      fc.property(arbitraryPairs, (pairs) => {
        expect(microAveragePrecision([...pairs].reverse())).toBe(microAveragePrecision(pairs));
      }),
    );
  });

  it("is what counting anew for every copy gives", () => {
    fc.assert(
      fc.property(arbitraryPairs, (pairs) => {
        const copies = pairs.filter(({ isCopy }) => isCopy);
        const sum = copies.reduce(
          (total, { score }) => total + pointAtThreshold(pairs, score).precision,
          0,
        );
        expect(microAveragePrecision(pairs)).toBeCloseTo(sum / Math.max(1, copies.length));
      }),
    );
  });
});

describe("pointAtPrecision", () => {
  it("goes as low as precision allows", () => {
    expect(pointAtPrecision(PAIRS, 0.95)).toEqual({ threshold: 0.9, precision: 1, recall: 0.5 });
    expect(pointAtPrecision(PAIRS, 0.6)).toEqual({ threshold: 0.7, precision: 2 / 3, recall: 1 });
  });

  it("finds nothing when others are above every copy", () => {
    const pairs = [pair(0.9, false), pair(0.8, true)];
    expect(pointAtPrecision(pairs, 0.95)).toEqual({ threshold: 1, precision: 1, recall: 0 });
  });

  it("agrees with trying every score", () => {
    fc.assert(
      fc.property(arbitraryPairs, fc.double({ min: 0.1, max: 1, noNaN: true }), (pairs, least) => {
        const fit = pairs
          .map(({ score }) => pointAtThreshold(pairs, score))
          .filter(({ precision }) => precision >= least);
        const recall = Math.max(0, ...fit.map((point) => point.recall));
        expect(pointAtPrecision(pairs, least).recall).toBeCloseTo(recall);
      }),
    );
  });
});
