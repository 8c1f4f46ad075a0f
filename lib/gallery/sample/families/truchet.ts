import type { Family } from "../sketch";

/** Tiles with two quarter arcs each, turned by chance: paths that wander and close (Smith 1987). */
export const truchet: Family = (s) => {
  const isDark = s.chance(0.5);
  const [ground, path] = isDark ? [0.1, 0.82] : [0.92, 0.2];
  s.ground(ground, 0);
  const cell = s.range(8, 17) * s.u;
  const width = cell * s.range(0.22, 0.42);
  const hasCore = s.chance(0.7);
  const arcs: [points: number[], hue: number][] = [];
  for (let y = -cell / 2; y < s.h + cell; y += cell) {
    for (let x = -cell / 2; x < s.w + cell; x += cell) {
      const isTurned = s.chance(0.5);
      for (const end of [0, 1]) {
        const cx = x + (isTurned ? end * cell : (1 - end) * cell);
        const cy = y + end * cell;
        const start = isTurned ? end * Math.PI : Math.PI / 2 + end * Math.PI;
        const points: number[] = [];
        for (let i = 0; i <= 8; i++) {
          const a = start + (i / 8) * (Math.PI / 2);
          points.push(cx + Math.cos(a) * (cell / 2), cy + Math.sin(a) * (cell / 2));
        }
        arcs.push([
          points,
          Math.min(1, Math.max(0, 0.5 + s.noise(cx / (60 * s.u), cy / (60 * s.u)))),
        ]);
      }
    }
  }
  for (const [points, hue] of arcs) s.line(points, width, path, hue);
  if (hasCore) for (const [points, hue] of arcs) s.line(points, width * 0.34, ground, 1 - hue);
};
