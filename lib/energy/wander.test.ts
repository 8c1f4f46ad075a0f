import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { energyLayout } from "./aspects";
import { seededRandom } from "./prng";
import { normalize } from "./unit-vector";
import { wanderOrder, wanderPool } from "./wander";

const layout = energyLayout({ subject: 16, style: 4 });
const weights = { subject: 1, style: 0, palette: 0, light: 0 };
const random = seededRandom("wander");

/** An energy of a group: near the group's own axis. */
function inGroup(group: number): Float32Array {
  const energy = new Float32Array(layout.total);
  energy.set(
    normalize(Array.from({ length: 16 }, (_, i) => (i === group ? 1 : 0) + 0.1 * random())),
  );
  return energy;
}

/** Thirty of each of four groups; the score says group 0 is closest, group 3 farthest. */
const candidates = Array.from({ length: 120 }, (_, i) => {
  const group = Math.floor(i / 30);
  return { group, energy: inGroup(group), score: 0.9 - group * 0.1 };
});
const orderOf = (wander: number, seen: Float32Array[] = []) =>
  wanderOrder(candidates, { wander, weights, seen, layout });
const groupsOf = (order: readonly number[]) =>
  new Set(order.slice(0, 8).map((i) => candidates[i]?.group));

describe("wandering", () => {
  it("stays with the closest group when it is slight and visits all when it is strong", () => {
    expect(groupsOf(orderOf(0.05))).toEqual(new Set([0]));
    expect(groupsOf(orderOf(1))).toEqual(new Set([0, 1, 2, 3]));
  });

  it("avoids what the trail has asked with", () => {
    const first = (seen: Float32Array[]) => candidates[orderOf(0.6, seen)[0] ?? 0]?.group;
    expect(first([])).toBe(0);
    expect(first([inGroup(0)])).not.toBe(0);
  });

  it("is the same every time, and shows each candidate at most once", () => {
    const order = orderOf(0.7);
    expect(orderOf(0.7)).toEqual(order);
    expect(new Set(order).size).toBe(order.length);
    expect(order).toHaveLength(120);
  });

  it("draws from a pool that widens with wander, ranks rising and within the wall", () => {
    expect(wanderPool(2_000, 0.1).at(-1)).toBeLessThan(150);
    expect(wanderPool(2_000, 1).at(-1)).toBeGreaterThan(1_900);
    expect(wanderPool(0, 1)).toEqual([]);
    fc.assert(
      fc.property(fc.nat(3_000), fc.double({ min: 0.01, max: 1, noNaN: true }), (count, wander) => {
        const pool = wanderPool(count, wander);
        expect(pool.length).toBeLessThanOrEqual(400);
        expect(new Set(pool).size).toBe(pool.length);
        expect(pool).toEqual([...pool].sort((a, b) => a - b));
        expect(pool.at(-1) ?? -1).toBeLessThan(count);
      }),
    );
  });
});
