import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bfloat16Above, bfloat16Bits, nearestBfloat16 } from "./bfloat16";

const size = fc.double({ min: 0, max: 1e30, noNaN: true });

/** What the kernel reads. */
function read(half: number): number {
  return new Float32Array(Uint32Array.of(half << 16).buffer)[0] ?? 0;
}

describe("bfloat16", () => {
  it("above a value is never below it, and less than 1 part in 100 above", () => {
    fc.assert(
      fc.property(size, (value) => {
        const above = bfloat16Above(value);
        expect(above).toBeGreaterThanOrEqual(value);
        expect(above).toBeLessThanOrEqual(value * 1.01 + 1e-37);
        expect(read(bfloat16Bits(above))).toBe(above);
      }),
    );
  });

  it("nearest a value is within 1 part in 256", () => {
    fc.assert(
      fc.property(size, (value) => {
        const nearest = nearestBfloat16(value);
        expect(Math.abs(nearest - value)).toBeLessThanOrEqual(value / 256 + 1e-37);
        expect(read(bfloat16Bits(nearest))).toBe(nearest);
      }),
    );
  });
});
