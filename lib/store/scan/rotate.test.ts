import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dot } from "@/lib/energy/unit-vector";
import { sampleSchema, seededRandom } from "../sample-rows";
import { arenaLayout } from "./arena-layout";
import { rotate } from "./rotate";

const { blocks } = arenaLayout(sampleSchema(20, 128).layout);

describe("rotate", () => {
  it("keeps lengths and angles, in as many dims or the next power of two", () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 }), fc.integer(), (index, seed) => {
        const block = blocks[index];
        if (!block) throw new RangeError("Expected four blocks");
        const random = seededRandom(seed);
        const make = () => Float32Array.from({ length: block.dims }, () => random() - 0.5);
        const [a, b] = [make(), make()];
        const [ra, rb] = [rotate(a, block, index), rotate(b, block, index)];
        expect(ra).toHaveLength(index === 0 ? 32 : block.dims);
        expect(dot(ra, rb)).toBeCloseTo(dot(a, b), 4);
        expect(dot(ra, ra)).toBeCloseTo(dot(a, a), 4);
      }),
    );
  });

  it("is what it always was: codes on disk depend on it", () => {
    const [block] = blocks;
    if (!block) throw new RangeError("Expected four blocks");
    const rotated = rotate(Float32Array.of(1), block, 0);
    expect([...rotated.subarray(0, 4)]).toMatchInlineSnapshot(`
      [
        -0.125,
        -0.125,
        0,
        0,
      ]
    `);
  });
});
