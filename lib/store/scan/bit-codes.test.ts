import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ASPECTS, blockOf } from "@/lib/energy/aspects";
import { dot, normalize } from "@/lib/energy/unit-vector";
import { sampleEnergy, sampleSchema, seededRandom } from "../sample-rows";
import { arenaLayout, BIT_QUERY_BYTES } from "./arena-layout";
import { writeBitCodes, writeBitQuery } from "./bit-codes";

const { layout } = sampleSchema(256, 128);
const arena = arenaLayout(layout);

function encode(energy: Float32Array) {
  const codes = new Uint8Array(arena.bitBytes);
  const own = { factors: new Float32Array(4), spreads: new Float32Array(4) };
  writeBitCodes(energy, arena, codes, own);
  return { codes, ...own };
}

/** What the kernel computes: the estimate and its deviation. */
function estimate(query: Float32Array, energy: Float32Array) {
  const { codes, factors, spreads } = encode(energy);
  const tables = new Uint8Array(arena.bitBytes * 32);
  const numbers = new DataView(new ArrayBuffer(4 * BIT_QUERY_BYTES));
  writeBitQuery(query, arena, tables, numbers, 0);
  let sum = 0;
  let variance = 0;
  arena.blocks.forEach(({ bitOffset, bitBytes }, block) => {
    const at = block * BIT_QUERY_BYTES;
    const number = (offset: number) => numbers.getFloat32(at + offset, true);
    if (numbers.getInt32(at + 4, true) === 0) return;
    let entries = 0;
    for (let i = bitOffset; i < bitOffset + bitBytes; i++) {
      const byte = codes[i] ?? 0;
      entries += tables[i * 32 + (byte & 15)] ?? 0;
      entries += tables[i * 32 + 16 + (byte >> 4)] ?? 0;
    }
    const [factor, spread] = [factors[block] ?? 0, spreads[block] ?? 0];
    const own = factor * (entries * number(12) + number(16));
    const unsure = Math.max(number(20) - own * own, number(24));
    sum += own;
    variance += spread * spread * unsure + factor * factor * number(28);
  });
  return { sum, deviation: Math.sqrt(variance) };
}

/** Energies that codes of signs find hard: one value alone, all alike, two values, a soft histogram. */
function adversarial(kind: number, random: () => number): Float32Array {
  const energy = new Float32Array(layout.total);
  for (const aspect of ASPECTS) {
    const block = blockOf(energy, aspect, layout);
    if (kind === 0) block[Math.floor(random() * block.length)] = random() < 0.5 ? 1 : -1;
    else if (kind === 1) block.fill(1);
    else if (kind === 2) for (let i = 0; i < block.length; i += 2) block[i] = 1;
    else for (let i = 0; i < 5; i++) block[Math.floor(random() * block.length)] = random();
    block.set(normalize(block));
  }
  return energy;
}

/** By how many deviations estimates are off, of `count` pairs. */
function offsets(count: number, pair: (random: () => number) => [Float32Array, Float32Array]) {
  const random = seededRandom(11);
  return Array.from({ length: count }, () => {
    const [query, energy] = pair(random);
    const { sum, deviation } = estimate(query, energy);
    return (sum - dot(query, energy)) / deviation;
  });
}

const share = (values: readonly number[], limit: number) =>
  values.filter((value) => value < -limit).length / values.length;

describe("an estimate from bit codes", () => {
  it.each([0.3, 0.8, 5])("is seldom too low by 2 deviations, rows scattered by %f", (scatter) => {
    const off = offsets(600, (random) => {
      const query = sampleEnergy(layout, random);
      return [query, sampleEnergy(layout, random, query, scatter)];
    });
    expect(share(off, 2)).toBeLessThan(0.04);
    expect(share(off, 3)).toBeLessThan(0.009);
    const mean = off.reduce((sum, value) => sum + value, 0) / off.length;
    expect(Math.abs(mean)).toBeLessThan(0.25);
  });

  it.each(ASPECTS)("is as sure where only %s counts", (aspect) => {
    const off = offsets(600, (random) => {
      const query = new Float32Array(layout.total);
      const energy = sampleEnergy(layout, random);
      blockOf(query, aspect, layout).set(
        blockOf(sampleEnergy(layout, random, energy, 0.7), aspect, layout),
      );
      return [query, energy];
    });
    expect(share(off, 2)).toBeLessThan(0.04);
    expect(share(off, 3)).toBeLessThan(0.009);
  });

  it.each([0, 1, 2, 3])("is as sure for energies that are made to be hard (%i)", (kind) => {
    const off = offsets(600, (random) => [
      kind === 3 ? adversarial(3, random) : sampleEnergy(layout, random),
      adversarial(kind, random),
    ]);
    expect(share(off, 3)).toBeLessThan(0.009);
  });

  it("is zero for a block that is zero, of a row or of a query", () => {
    const zero = new Float32Array(layout.total);
    const energy = sampleEnergy(layout, seededRandom(1));
    expect(estimate(energy, zero)).toEqual({ sum: 0, deviation: 0 });
    expect(estimate(zero, energy)).toEqual({ sum: 0, deviation: 0 });
  });

  it("grows with the query, as the score does", () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.1, max: 50, noNaN: true }), (seed, size) => {
        const random = seededRandom(seed);
        const [query, energy] = [sampleEnergy(layout, random), sampleEnergy(layout, random)];
        const once = estimate(query, energy);
        const grown = estimate(
          query.map((value) => value * size),
          energy,
        );
        expect(grown.sum).toBeCloseTo(once.sum * size, 0);
        expect(grown.deviation / size).toBeCloseTo(once.deviation, 2);
      }),
      { numRuns: 30 },
    );
  });
});
