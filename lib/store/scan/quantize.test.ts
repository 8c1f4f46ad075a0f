import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dot } from "@/lib/energy/unit-vector";
import { sampleEnergy, sampleSchema, seededRandom } from "../sample-rows";
import { arenaLayout } from "./arena-layout";
import { quantizeEnergy, quantizeQuery } from "./quantize";

const { layout } = sampleSchema(64, 0);
const arena = arenaLayout(layout);

/** What the kernel computes, in float64. */
function approximate(query: Float32Array, energy: Float32Array) {
  const codes = new Int8Array(arena.codeBytes);
  const [scales, errors] = [new Float32Array(4), new Float32Array(4)];
  quantizeEnergy(energy, arena, codes, scales, errors);
  const out = {
    codes: new Int16Array(arena.codeBytes),
    scales: new Float32Array(4),
    norms: new Float32Array(4),
    groups: new Int32Array(4),
  };
  quantizeQuery(query, arena, out);
  let score = 0;
  let bound = 0;
  arena.blocks.forEach(({ codeOffset, groups }, block) => {
    if ((out.groups[block] ?? 0) > 0) {
      const to = codeOffset + groups * 16;
      const sum = dot(codes.subarray(codeOffset, to), out.codes.subarray(codeOffset, to));
      score += sum * (scales[block] ?? 0) * (out.scales[block] ?? 0);
    }
    bound += (errors[block] ?? 0) * (out.norms[block] ?? 0);
  });
  return { score, bound };
}

const size = fc.oneof(
  fc.constant(0),
  fc.double({ min: 1e-36, max: 1e-30, noNaN: true }),
  fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
);

describe("quantisation", () => {
  it("never errs by more than its bound, whatever the sizes of rows and queries", () => {
    fc.assert(
      fc.property(fc.integer(), size, size, (seed, querySize, rowSize) => {
        const random = seededRandom(seed);
        const query = sampleEnergy(layout, random).map((value) => value * querySize);
        const energy = sampleEnergy(layout, random, query).map((value) => value * rowSize);
        const { score, bound } = approximate(query, energy);
        expect(Math.abs(score - dot(query, energy))).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 300 },
    );
  });

  it("bounds unit vectors tightly: by about 1 part in 100 an aspect", () => {
    const random = seededRandom(1);
    const { bound } = approximate(sampleEnergy(layout, random), sampleEnergy(layout, random));
    expect(bound).toBeLessThan(0.03);
  });
});
