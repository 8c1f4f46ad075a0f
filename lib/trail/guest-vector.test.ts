import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ASPECTS, blockOf, energyLayout } from "@/lib/energy/aspects";
import { dot, normalize } from "@/lib/energy/unit-vector";
import { dequantiseGuest, quantiseGuest } from "./guest-vector";

const layout = energyLayout({ subject: 256, style: 128 });

describe("a guest's vector", () => {
  it("survives int8 with a cosine above 0.999 in every aspect", () => {
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 512, maxLength: 512, min: -1, max: 1, noNaN: true }),
        (energy) => {
          for (const aspect of ASPECTS)
            blockOf(energy, aspect, layout).set(normalize(blockOf(energy, aspect, layout)));
          const back = dequantiseGuest(quantiseGuest(energy, layout), layout);
          for (const aspect of ASPECTS) {
            const block = blockOf(energy, aspect, layout);
            const exists = block.some((value) => value !== 0);
            expect(dot(block, blockOf(back, aspect, layout))).toBeGreaterThan(exists ? 0.999 : -1);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("keeps an aspect that does not exist at zero", () => {
    const energy = new Float32Array(512);
    energy[0] = 1;
    const back = dequantiseGuest(quantiseGuest(energy, layout), layout);
    expect([...back].filter((value) => value !== 0)).toEqual([1]);
  });

  it("of another layout is refused by name", () => {
    expect(() => dequantiseGuest(new Int8Array(300), layout)).toThrowError(
      expect.objectContaining({ code: "dimension_mismatch" }),
    );
  });
});
