import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inverseRoot, type Matrix, shrink, withinClassCovariance } from "./within-class";

const vector = (...values: number[]) => Float32Array.from(values);

function product(a: Matrix, b: Matrix): Matrix {
  const dims = Math.sqrt(a.length);
  return Float64Array.from({ length: a.length }, (_, at) => {
    const row = Math.floor(at / dims);
    let sum = 0;
    for (let k = 0; k < dims; k++)
      sum += (a[row * dims + k] ?? 0) * (b[k * dims + (at % dims)] ?? 0);
    return sum;
  });
}

/** How far a matrix is from a multiple of another, as a share of its length. */
function distanceFromMultiple(a: Matrix, b: Matrix): number {
  const dot = (x: Matrix, y: Matrix) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  const factor = dot(a, b) / dot(b, b);
  const apart = a.map((value, i) => value - factor * (b[i] ?? 0));
  return Math.sqrt(dot(apart, apart) / dot(a, a));
}

describe("the covariance within classes", () => {
  it("says how members differ from each other, not how classes do", () => {
    const vectors = [vector(1, 0), vector(3, 0), vector(101, 50), vector(103, 50)];
    expect([...withinClassCovariance(vectors, ["a", "a", "b", "b"])]).toEqual([1, 0, 0, 0]);
  });

  it("leaves out a class of one, and refuses where there is no other", () => {
    const vectors = [vector(1, 0), vector(3, 0), vector(9, 9)];
    expect([...withinClassCovariance(vectors, ["a", "a", "b"])]).toEqual([1, 0, 0, 0]);
    expect(() => withinClassCovariance(vectors, ["a", "b", "c"])).toThrow(RangeError);
  });

  it("keeps some variance in every direction once it is shrunk", () => {
    expect([...shrink(Float64Array.of(1, 0, 0, 0), 0.5)]).toEqual([1.25, 0, 0, 0.25]);
  });
});

describe("the inverse root of a matrix", () => {
  it("squared undoes the matrix", () => {
    const entries = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 24,
      maxLength: 24,
    });
    fc.assert(
      fc.property(entries, (values) => {
        const vectors = [0, 4, 8, 12, 16, 20].map((at) => vector(...values.slice(at, at + 4)));
        const covariance = withinClassCovariance(vectors, ["a", "a", "a", "b", "b", "b"]);
        fc.pre(covariance.some((value) => Math.abs(value) > 1e-6));
        const matrix = shrink(covariance, 0.3);
        const root = inverseRoot(matrix);
        const one = Float64Array.from({ length: 16 }, (_, at) => (at % 5 === 0 ? 1 : 0));
        expect(distanceFromMultiple(product(product(root, root), matrix), one)).toBeLessThan(1e-6);
      }),
    );
  });
});
