import { smoothstep } from "../raster";
import type { Family } from "../sketch";

/** Feed and kill rates that make worms, spots, mazes and holes (Pearson 1993, "Complex Patterns"). */
const RATES: readonly [[number, number], ...[number, number][]] = [
  [0.055, 0.062],
  [0.0367, 0.0649],
  [0.029, 0.057],
  [0.039, 0.058],
];
const STEPS = 1_500;

/** Two substances that feed on each other: coral, mazes, leopards. */
export const reactionDiffusion: Family = (s) => {
  const columns = Math.round((s.w / Math.max(s.w, s.h)) * 92);
  const rows = Math.round((s.h / Math.max(s.w, s.h)) * 92);
  const [feed, kill] = s.pick(RATES);
  let u = new Float32Array(columns * rows).fill(1);
  let v = new Float32Array(columns * rows);
  for (let i = 0; i < 26; i++) {
    const x = s.int(1, columns - 9);
    const y = s.int(1, rows - 9);
    // A drop smaller or stronger than this eats what it lives on and dies.
    for (let j = 0; j < 64; j++) {
      const at = (y + (j >> 3)) * columns + x + (j & 7);
      u[at] = 0.5;
      v[at] = 0.25 + s.range(0, 0.1);
    }
  }
  let nextU = new Float32Array(u.length);
  let nextV = new Float32Array(u.length);
  for (let step = 0; step < STEPS; step++) {
    for (let y = 0; y < rows; y++) {
      const up = (y === 0 ? rows - 1 : y - 1) * columns;
      const down = (y === rows - 1 ? 0 : y + 1) * columns;
      const row = y * columns;
      for (let x = 0; x < columns; x++) {
        const left = x === 0 ? columns - 1 : x - 1;
        const right = x === columns - 1 ? 0 : x + 1;
        const i = row + x;
        const a = u[i] as number;
        const b = v[i] as number;
        const eaten = a * b * b;
        const sumA =
          (u[up + x] as number) +
          (u[down + x] as number) +
          (u[row + left] as number) +
          (u[row + right] as number);
        const sumB =
          (v[up + x] as number) +
          (v[down + x] as number) +
          (v[row + left] as number) +
          (v[row + right] as number);
        nextU[i] = a + 0.21 * (sumA - 4 * a) - eaten + feed * (1 - a);
        nextV[i] = b + 0.105 * (sumB - 4 * b) + eaten - (kill + feed) * b;
      }
    }
    [u, nextU] = [nextU, u];
    [v, nextV] = [nextV, v];
  }
  const at = (x: number, y: number) => {
    const gx = Math.min(columns - 1.001, (x / s.w) * (columns - 1));
    const gy = Math.min(rows - 1.001, (y / s.h) * (rows - 1));
    const i = Math.floor(gy) * columns + Math.floor(gx);
    const fx = gx % 1;
    const fy = gy % 1;
    const top = (v[i] ?? 0) * (1 - fx) + (v[i + 1] ?? 0) * fx;
    return (
      top * (1 - fy) + ((v[i + columns] ?? 0) * (1 - fx) + (v[i + columns + 1] ?? 0) * fx) * fy
    );
  };
  const isDark = s.chance(0.5);
  const period = s.range(40, 80) * s.u;
  s.field(
    2,
    (x, y) => {
      const body = smoothstep(0.12, 0.24, at(x, y));
      const depth = 0.25 * smoothstep(0.2, 0.4, at(x, y));
      return isDark ? 0.08 + 0.62 * body + depth : 0.93 - 0.6 * body - depth;
    },
    (x, y) => 0.5 + 0.8 * s.noise(x / period, y / period),
  );
};
