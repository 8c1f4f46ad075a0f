import { describe, expect, it } from "vitest";
import { foldCopies } from "./copies";
import { seededRandom } from "./prng";
import { dot, normalize } from "./unit-vector";

/** A unit vector at an angle, in degrees. */
const at = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const threshold = Math.cos((20 * Math.PI) / 180);

describe("foldCopies", () => {
  it("shows the first of each and counts the others under it", () => {
    const { shown, folded } = foldCopies([at(0), at(90), at(10), at(95), at(5)], threshold);
    expect(shown).toEqual([0, 1]);
    expect([...folded]).toEqual([
      [0, [2, 4]],
      [1, [3]],
    ]);
  });

  it("does not chain: what is a copy of a copy only is shown itself", () => {
    expect(foldCopies([at(0), at(15), at(30)], threshold).shown).toEqual([0, 2]);
  });

  it("never folds what has no copy vector", () => {
    expect(foldCopies([undefined, new Float32Array(0), undefined], threshold).shown).toEqual([
      0, 1, 2,
    ]);
  });

  it("looks at all before it among the first 160, and at those near it further down", () => {
    const many = Array.from({ length: 300 }, (_, i) => (i === 0 || i === 159 ? at(0) : at(90 + i)));
    const far = many.map((_, i) => (i === 0 || i === 299 ? at(0) : undefined));
    expect(foldCopies(many, 0.9999).folded.get(0)).toContain(159);
    expect(foldCopies(far, 0.9999).shown).toContain(299);
  });

  it("finds what comparing whole vectors finds, at thresholds high and low", () => {
    const random = seededRandom("copies");
    const around = Array.from({ length: 6 }, () =>
      Array.from({ length: 10 }, () => random() - 0.5),
    );
    const copies = Array.from({ length: 120 }, (_, i) =>
      normalize((around[i % 6] ?? []).map((value) => value + 0.5 * (random() - 0.5))),
    );
    for (const threshold of [-0.2, 0.3, 0.82, 0.95]) {
      const shown: number[] = [];
      copies.forEach((copy, i) => {
        if (!shown.some((j) => dot(copy, copies[j] ?? copy) >= threshold)) shown.push(i);
      });
      expect(foldCopies(copies, threshold).shown).toEqual(shown);
    }
  });
});
