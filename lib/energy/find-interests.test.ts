import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findInterests, MAX_INTERESTS } from "./find-interests";
import { seededRandom } from "./prng";
import { dot, normalize } from "./unit-vector";

const DIMS = 32;
/** Distance that two pictures have by chance is 1; a tenth of pairs are nearer than this. */
const APART = 0.85;

/** Unit vectors in families about random centres; picture n is of family n mod `families`. */
function pictures(count: number, families: number, seed = "interests"): Float32Array[] {
  const random = seededRandom(seed);
  const vector = () => Float32Array.from({ length: DIMS }, () => random() - 0.5);
  const centres = Array.from({ length: families }, () => normalize(vector()));
  return Array.from({ length: count }, (_, n) => {
    const noise = normalize(vector());
    return normalize((centres[n % families] ?? noise).map((x, i) => x + 0.7 * (noise[i] ?? 0)));
  });
}

describe("the interests of a board", () => {
  it.each([1, 2, 3, 4, 5, 6])("are its %d families, each shown by one of its own", (families) => {
    const interests = findInterests(pictures(10 * families, families), APART);
    expect(interests).toHaveLength(families);
    for (const { medoid, members } of interests) {
      expect(members).toContain(medoid);
      expect(new Set(members.map((n) => n % families))).toEqual(new Set([medoid % families]));
      expect(members).toHaveLength(10);
    }
  });

  it("are never more than six, and all pictures are in one of them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 12 }),
        (n, families) => {
          const interests = findInterests(pictures(n, families, `${n} of ${families}`), APART);
          expect(interests.length).toBeLessThanOrEqual(MAX_INTERESTS);
          const all = interests.flatMap(({ members }) => members).sort((a, b) => a - b);
          expect(all).toEqual(Array.from({ length: n }, (_, i) => i));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("are two for two pictures that have nothing in common, one for two that have", () => {
    const [one, other] = pictures(2, 2);
    const [twin] = pictures(1, 2);
    if (!one || !other || !twin) throw new Error("Expected three pictures");
    expect(findInterests([one, other], APART)).toHaveLength(2);
    expect(findInterests([one, twin], APART)).toHaveLength(1);
    const axes = [0, 1, 2].map((axis) => new Float32Array(DIMS).fill(1, axis, axis + 1));
    expect(findInterests(axes, APART)).toHaveLength(3);
    expect(findInterests([one], APART)).toEqual([{ medoid: 0, members: [0] }]);
    expect(findInterests([], APART)).toEqual([]);
  });

  it("have the picture in their middle: none of the others is nearer to all", () => {
    const all = pictures(12, 1);
    const [only] = findInterests(all, APART);
    const sum = (n: number) => all.reduce((total, other) => total + dot(all[n] ?? other, other), 0);
    const sums = all.map((_, n) => sum(n));
    expect(only && sums[only.medoid]).toBeCloseTo(Math.max(...sums), 5);
    expect(only?.members[0]).toBe(only?.medoid);
  });

  it("are the same for the same pictures, and stand for a small family beside a large one", () => {
    const large = pictures(40, 2).filter((_, n) => n % 2 === 0 || n < 8);
    const interests = findInterests(large, APART);
    expect(interests.map(({ members }) => members.length)).toEqual([20, 4]);
    expect(findInterests(large, APART)).toEqual(interests);
  });
});
