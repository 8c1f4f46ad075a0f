import { describe, expect, it } from "vitest";
import { energyLayout } from "./aspects";
import { activeAspects, applyDials, combine, questionsOf } from "./query-vector";

const layout = energyLayout({ subject: 2, style: 2 });

/** An energy vector with these subject and style blocks, palette 0 and light unset. */
function energy(subject: readonly number[], style: readonly number[], palette = 0): Float32Array {
  const vector = new Float32Array(layout.total);
  vector.set(subject, 0);
  vector.set(style, 2);
  vector[4 + palette] = 1;
  return vector;
}
const subjectOf = (vector: Float32Array) => [...vector.subarray(0, 2)];
const styleOf = (vector: Float32Array) => [...vector.subarray(2, 4)];

describe("questions", () => {
  const [a, b, push] = [1, 0.5, -1].map((weight) => ({ energy: energy([1, 0], [1, 0]), weight }));
  if (!a || !b || !push) throw new Error("Expected three ingredients");

  it("are one for each pull where they are kept apart, the pushes in all of them", () => {
    expect(questionsOf([a, push, b], true)).toEqual([
      [a, push],
      [b, push],
    ]);
  });

  it("are one of all ingredients where they are not, or where there is one pull", () => {
    expect(questionsOf([a, push, b], false)).toEqual([[a, push, b]]);
    expect(questionsOf([push, a], true)).toEqual([[push, a]]);
    expect(questionsOf([push], true)).toEqual([[push]]);
  });
});

describe("combine", () => {
  it("averages pulls by weight and normalises each aspect", () => {
    const direction = combine(
      [
        { energy: energy([1, 0], [1, 0]), weight: 1 },
        { energy: energy([0, 1], [1, 0]), weight: 1 },
      ],
      layout,
    );
    expect(subjectOf(direction)[0]).toBeCloseTo(Math.SQRT1_2, 5);
    expect(subjectOf(direction)[1]).toBeCloseTo(Math.SQRT1_2, 5);
    expect(styleOf(direction)).toEqual([1, 0]);
  });

  it("caps the pushes at half the pull, however many there are", () => {
    const push = { energy: energy([0, 1], [0, 1]), weight: -1 };
    const direction = combine(
      [{ energy: energy([1, 0], [1, 0]), weight: 0.1 }, push, push, push],
      layout,
    );
    const [x = 0, y = 0] = subjectOf(direction);
    expect(y / x).toBeCloseTo(-0.5, 5);
    expect(Math.hypot(x, y)).toBeCloseTo(1, 5);
  });

  it("lets an ingredient count with some of its aspects only", () => {
    const only = { subject: 0, style: 1, palette: 0, light: 0 };
    const direction = combine(
      [
        { energy: energy([1, 0], [1, 0]), weight: 1 },
        { energy: energy([0, 1], [0, 1]), weight: 1, aspects: only },
      ],
      layout,
    );
    expect(subjectOf(direction)).toEqual([1, 0]);
    expect(styleOf(direction)[1]).toBeCloseTo(Math.SQRT1_2, 5);
  });

  it("is zero where nothing pulls, and names what takes part", () => {
    const pushed = combine([{ energy: energy([1, 0], [1, 0]), weight: -1 }], layout);
    expect(pushed.every((value) => value === 0)).toBe(true);
    const dials = { subject: 1, style: 0, palette: 1, light: 1 };
    const direction = combine([{ energy: energy([1, 0], [1, 0]), weight: 1 }], layout);
    expect(activeAspects(direction, dials, layout)).toEqual(["subject", "palette"]);
  });
});

describe("applyDials", () => {
  it("scales each block by its dial over its spread", () => {
    const query = applyDials(
      energy([1, 0], [0, 1]),
      { subject: 0.5, style: 0, palette: 1, light: 1 },
      { subject: 0.25, style: 0.1, palette: 0.5, light: 1 },
      layout,
    );
    expect(subjectOf(query)).toEqual([2, 0]);
    expect(styleOf(query)).toEqual([0, 0]);
    expect(query[4]).toBe(2);
  });
});
