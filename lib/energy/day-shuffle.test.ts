import { describe, expect, it } from "vitest";
import { openingOrder, type ShuffleItem } from "./day-shuffle";
import { seededRandom } from "./prng";
import { dot, normalize } from "./unit-vector";

/** Images of 12 labels, each a bundle of directions of its own. */
function items(count: number): ShuffleItem[] {
  const random = seededRandom("items");
  const centres = Array.from({ length: 12 }, () =>
    Array.from({ length: 32 }, () => random() - 0.5),
  );
  return Array.from({ length: count }, (_, i) => ({
    id: `image-${String(i).padStart(4, "0")}`,
    energy: normalize((centres[i % 12] ?? []).map((value) => value + 0.2 * (random() - 0.5))),
    label: `label-${i % 12}`,
  }));
}

describe("openingOrder", () => {
  it("places every image once", () => {
    const order = openingOrder(items(240), "2026-01-01");
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 240 }, (_, i) => i));
    expect(openingOrder([], "x")).toEqual([]);
  });

  it("is the same for one day, whatever order the images come in, and another the next day", () => {
    const list = items(120);
    const ids = (order: number[], from: ShuffleItem[]) => order.map((index) => from[index]?.id);
    const today = ids(openingOrder(list, "2026-01-01"), list);
    const turned = [...list].reverse();
    expect(ids(openingOrder(turned, "2026-01-01"), turned)).toEqual(today);
    expect(ids(openingOrder(list, "2026-01-02"), list)).not.toEqual(today);
  });

  it("puts no two of a label within eight places", () => {
    const list = items(240);
    const order = openingOrder(list, "2026-01-01");
    order.forEach((index, place) => {
      const near = order.slice(Math.max(0, place - 8), place).map((other) => list[other]?.label);
      expect(near).not.toContain(list[index]?.label);
    });
  });

  it("keeps unlabelled neighbours apart by how they look", () => {
    const list = items(240).map(({ id, energy }) => ({ id, energy }));
    const nearest = (order: readonly number[]) =>
      order.slice(5).reduce((sum, index, i) => {
        const likenesses = order.slice(i, i + 5).map((other) => {
          const [a, b] = [list[index], list[other]];
          return a && b ? dot(a.energy, b.energy) : 0;
        });
        return sum + Math.max(...likenesses);
      }, 0) / order.length;
    const random = seededRandom("plain shuffle");
    const shuffled = list
      .map((_, index) => ({ index, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ index }) => index);
    expect(nearest(openingOrder(list, "2026-01-01"))).toBeLessThan(nearest(shuffled) - 0.1);
  });
});
