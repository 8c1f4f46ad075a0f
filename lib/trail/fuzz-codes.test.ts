import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeTrail } from "./encode";
import { fuzzCodes } from "./fuzz-codes";
import { chain, trailArbitrary } from "./trails.fixture";

describe("any text at all as a trail's code", () => {
  it("is read, read in part, or refused by name: 4,000 random and mutated ones", () => {
    const seeds = [
      encodeTrail(chain(12)),
      ...fc.sample(trailArbitrary, { numRuns: 12, seed: 7 }).map(encodeTrail),
    ];
    const { codes, sound, partly, refused } = fuzzCodes(4_000, seeds, "short");
    expect(sound + partly + refused).toBe(codes);
    for (const count of [sound, partly, refused]) expect(count).toBeGreaterThan(40);
  });
});
