import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kthLargest, orderByScore } from "./select-top";

const scores = fc
  .array(fc.oneof(fc.float({ noNaN: true }), fc.constantFrom(0, -0, 1, -1)), { minLength: 1 })
  .map((values) => Float32Array.from(values));

describe("kthLargest", () => {
  it("is what sorting gives, for every k", () => {
    fc.assert(
      fc.property(scores, fc.nat(), (values, n) => {
        const k = 1 + (n % values.length);
        const sorted = values.slice().sort();
        expect(kthLargest(values.slice(), values.length, k) + 0).toBe(
          (sorted[values.length - k] ?? Number.NaN) + 0,
        );
      }),
    );
  });

  it("looks at the first values only", () => {
    expect(kthLargest(Float32Array.of(1, 2, 3, 99), 3, 1)).toBe(3);
  });
});

describe("orderByScore", () => {
  it("orders by descending score, equal ones by the order given", () => {
    fc.assert(
      fc.property(scores, (values) => {
        const expected = [...values.keys()].sort(
          (a, b) => (values[b] ?? 0) - (values[a] ?? 0) || b - a,
        );
        expect([...orderByScore(values, (a, b) => b - a)]).toEqual(expected);
      }),
    );
  });
});
