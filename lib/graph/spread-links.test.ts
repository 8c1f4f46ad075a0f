import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SpreadLinks } from "./spread-links";

/** Places on a plane, as the vectors are. */
const place = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }))
  .map((one) => Float32Array.from(one));

function distance(a: Float32Array, b: Float32Array): number {
  return Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0));
}

function taken(node: Float32Array, candidates: readonly Float32Array[], most: number) {
  const spread = new SpreadLinks(node, most);
  return candidates.filter((candidate) => spread.offer(candidate));
}

describe("spread links", () => {
  it("take one of a crowd, and then the way out of it", () => {
    const crowd = [1, 2, 3, 4].map((x) => Float32Array.of(x, 0));
    const out = Float32Array.of(0, 9);
    expect(taken(Float32Array.of(0, 0), [...crowd, out], 5)).toEqual([crowd[0], out]);
  });

  it("leave out what is nearer to one taken before, and nothing else, until they are full", () => {
    fc.assert(
      fc.property(place, fc.array(place, { maxLength: 40 }), fc.nat(6), (node, places, most) => {
        const candidates = places.sort((a, b) => distance(node, a) - distance(node, b));
        const chosen = taken(node, candidates, most);
        const all: Float32Array[] = [];
        for (const candidate of candidates) {
          const own = distance(node, candidate);
          if (all.every((other) => distance(other, candidate) > own)) all.push(candidate);
        }
        expect(chosen).toEqual(all.slice(0, most));
      }),
    );
  });
});
