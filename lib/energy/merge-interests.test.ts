import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeInterests } from "./merge-interests";

const found = (name: string, count: number, closeCount = count, weight = 1) => ({
  tiles: Array.from({ length: count }, (_, n) => ({ id: `${name}${n}`, closeness: 1 - n / 1_000 })),
  closeCount,
  weight,
});
const ids = (tiles: readonly { readonly id: string }[]) => tiles.map(({ id }) => id);

describe("several questions on one wall", () => {
  it("take turns, and one alone stays as it is", () => {
    const { tiles, closeCount } = mergeInterests([found("a", 3), found("b", 3)], 10);
    expect(ids(tiles)).toEqual(["a0", "b0", "a1", "b1", "a2", "b2"]);
    expect(closeCount).toBe(6);
    const alone = found("a", 5, 2);
    expect(mergeInterests([alone], 10)).toEqual({ tiles: alone.tiles, closeCount: 2 });
  });

  it("share by weight", () => {
    const { tiles } = mergeInterests([found("a", 30), found("b", 30, 30, 0.5)], 30);
    expect(tiles.filter(({ id }) => id.startsWith("b"))).toHaveLength(10);
  });

  it("show all that is close before anything that is not, and say where that ends", () => {
    const { tiles, closeCount } = mergeInterests([found("a", 4, 1), found("b", 4, 3)], 10);
    expect(ids(tiles)).toEqual(["a0", "b0", "b1", "b2", "a1", "b3", "a2", "a3"]);
    expect(closeCount).toBe(4);
  });

  it("show an image once, whatever they are, and no more than asked for", () => {
    const list = fc.record({
      tiles: fc
        .uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 })
        .map((all) => all.map((n, i) => ({ id: String(n), closeness: 1 - i / 50 }))),
      closeCount: fc.integer({ min: 0, max: 20 }),
      weight: fc.integer({ min: 1, max: 100 }).map((n) => n / 100),
    });
    fc.assert(
      fc.property(
        fc.array(list, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        (lists, limit) => {
          const interests = lists.map((one) => ({
            ...one,
            closeCount: Math.min(one.closeCount, one.tiles.length),
          }));
          const { tiles, closeCount } = mergeInterests(interests, limit);
          const all = new Set(interests.flatMap((one) => ids(one.tiles)));
          expect(new Set(ids(tiles)).size).toBe(tiles.length);
          expect(tiles.length).toBe(Math.min(all.size, limit));
          expect(closeCount).toBeLessThanOrEqual(tiles.length);
        },
      ),
    );
  });
});
