import { describe, expect, it } from "vitest";
import { occurrences, skewness, topTenShare } from "./hubness";

describe("hubness", () => {
  it("counts how often an image is among the first k", () => {
    const rankings = [
      { query: 0, nearest: [1, 2, 3] },
      { query: 1, nearest: [2, 0, 3] },
      { query: 2, nearest: [1, 3, 0] },
    ];
    expect(occurrences(rankings, 1, 4)).toEqual([0, 2, 1, 0]);
    expect(occurrences(rankings, 2, 4)).toEqual([1, 2, 2, 1]);
  });

  it("is zero for a symmetric list and positive for a long tail", () => {
    expect(skewness([1, 2, 3, 4, 5])).toBeCloseTo(0);
    // Mean 1, second moment 3, third moment 6: 6 ÷ 3^1.5.
    expect(skewness([0, 0, 0, 4])).toBeCloseTo(6 / 3 ** 1.5);
    expect(skewness([2, 2, 2])).toBeUndefined();
  });

  it("tells how much of the lists the ten most frequent take", () => {
    const count = 200;
    // Ten images are in every list, the other forty places differ.
    const rankings = Array.from({ length: 4 }, (_, query) => ({
      query,
      nearest: [
        ...Array.from({ length: 10 }, (_, i) => i),
        ...Array.from({ length: 40 }, (_, i) => 10 + query * 40 + i),
      ],
    }));
    expect(topTenShare(rankings, count)).toBe(1);
    const spread = rankings.map(({ query, nearest }) => ({ query, nearest: nearest.slice(10) }));
    expect(topTenShare(spread, count)).toBe(1 / 4);
    expect(topTenShare([], count)).toBeUndefined();
  });
});
