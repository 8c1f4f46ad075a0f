import { describe, expect, it } from "vitest";
import { chanceOfShare, type Ranking, shareOfNearest } from "./neighbour-shares";

const LABELS = ["moon", "moon", "moon", "fish", "fish"];
const STYLES = ["ink", "oil", "oil", "ink", "oil"];
const RANKINGS: readonly Ranking[] = [
  { query: 0, nearest: [1, 3, 2, 4] },
  { query: 3, nearest: [4, 0, 1, 2] },
];

describe("shareOfNearest", () => {
  it("is the mean over queries of the share with the query's own label", () => {
    // 2 of 4 moons, 1 of 4 fish.
    expect(shareOfNearest(RANKINGS, LABELS)).toBeCloseTo((2 / 4 + 1 / 4) / 2);
  });

  it("looks at the ten nearest alone", () => {
    const labels = ["a", ...Array<string>(5).fill("a"), ...Array<string>(20).fill("b")];
    const nearest = labels.map((_, i) => i).slice(1);
    expect(shareOfNearest([{ query: 0, nearest }], labels)).toBeCloseTo(0.5);
  });

  it("passes over neighbours of the same other label", () => {
    // Query 0 is ink: 1, 2 (moons) and 4 (fish) are oil. Query 3 is ink: 4 (fish), 1, 2.
    expect(shareOfNearest(RANKINGS, LABELS, STYLES)).toBeCloseTo((2 / 3 + 1 / 3) / 2);
  });

  it("leaves out queries that have no label or no neighbour", () => {
    const labels = [undefined, "a", "b"];
    const rankings = [
      { query: 0, nearest: [1, 2] },
      { query: 1, nearest: [] },
      { query: 2, nearest: [0, 1] },
    ];
    expect(shareOfNearest(rankings, labels)).toBe(0);
  });

  it("says nothing of a label that is constant or absent", () => {
    const one = LABELS.map(() => "painting");
    expect(shareOfNearest(RANKINGS, one)).toBeUndefined();
    expect(shareOfNearest(RANKINGS, [])).toBeUndefined();
    expect(shareOfNearest(RANKINGS, LABELS, one)).toBeUndefined();
  });
});

describe("chanceOfShare", () => {
  it("is what drawing by lot gives", () => {
    // A moon has 2 moons among 4 others, a fish 1 fish among 4.
    expect(chanceOfShare([0, 3], LABELS)).toBeCloseTo((2 / 4 + 1 / 4) / 2);
    expect(chanceOfShare([0, 3], LABELS, STYLES)).toBeCloseTo((2 / 3 + 1 / 3) / 2);
    expect(chanceOfShare([0], ["x", "x"])).toBeUndefined();
  });

  it("is the mean of the shares over all orders", () => {
    const orders = permutations([1, 2, 3, 4]).map((nearest) => ({ query: 0, nearest }));
    // Only the first could matter; with all four in view every order says the same.
    expect(shareOfNearest(orders, LABELS)).toBeCloseTo(chanceOfShare([0], LABELS) ?? Number.NaN);
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first, i) =>
    permutations(items.filter((_, j) => j !== i)).map((rest) => [first, ...rest]),
  );
}
