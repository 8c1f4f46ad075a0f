import { describe, expect, it } from "vitest";
import type { Scene } from "../scene";
import { type Family, Sketch } from "../sketch";
import { attractor } from "./attractor";
import { reactionDiffusion } from "./reaction-diffusion";

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

function sceneOf(family: Family, seed: number): Scene {
  const sketch = new Sketch(240, 180, [0.5, 0.5], seed);
  family(sketch);
  return sketch.finish();
}

/** Share of a field's cells whose tone is far from its first cell's. */
function shareThatDiffers({ field }: Scene): number {
  const tone = field?.tone ?? new Float32Array(1);
  const ground = tone[0] ?? 0;
  return tone.filter((value) => Math.abs(value - ground) > 0.2).length / tone.length;
}

describe("families that grow by themselves", () => {
  it.each(SEEDS)("reaction–diffusion is alive when it is drawn (seed %d)", (seed) => {
    expect(shareThatDiffers(sceneOf(reactionDiffusion, seed))).toBeGreaterThan(0.05);
  });

  it.each(SEEDS)("an attractor fills its sheet one way (seed %d)", (seed) => {
    const { field } = sceneOf(attractor, seed);
    expect(field).toBeDefined();
    const { columns = 0, rows = 0, tone = new Float32Array(0) } = field ?? {};
    const ground = tone[0] ?? 0;
    const hit = [...tone.keys()].filter((i) => Math.abs((tone[i] ?? 0) - ground) > 0.1);
    const across = new Set(hit.map((i) => i % columns)).size / columns;
    const down = new Set(hit.map((i) => Math.floor(i / columns))).size / rows;
    expect(Math.max(across, down)).toBeGreaterThan(0.75);
  });
});
