import type { Family, Sketch } from "../sketch";
import { orb, ridge, sky } from "./landscape";

/** A flock crossing the sky. */
export const birds: Family = (s) => {
  const isNight = s.chance(0.25);
  sky(s, isNight ? 0.2 : 0.62, isNight ? 0.6 : 0.95, s.h, s.range(0.3, 1));
  if (s.chance(0.7)) orb(s, s.focus.x, s.focus.y, s.range(8, 17) * s.u);
  if (s.chance(0.5)) s.area(ridge(s, s.h * s.range(0.82, 0.92), 8 * s.u, 45 * s.u), 0.2, 0.3);
  const heading = s.range(-0.5, 0.2);
  const count = s.int(9, 46);
  const spread = s.range(20, 38) * s.u;
  const flock = Array.from({ length: count }, () => {
    const a = s.range(0, Math.PI * 2);
    const away = spread * Math.sqrt(s.random());
    return {
      x: s.w / 2 + (s.focus.x - s.w / 2) * 0.4 + Math.cos(a) * away * 1.7,
      y: s.h * 0.42 + Math.sin(a) * away * 0.8,
      size: s.range(1.6, 5.5) * s.u * (1 + 8 / count),
    };
  }).sort((a, b) => a.size - b.size);
  for (const { x, y, size } of flock) bird(s, x, y, size, heading + s.range(-0.25, 0.25));
};

function bird(s: Sketch, x: number, y: number, size: number, turn: number): void {
  const lift = s.range(-0.35, 0.75);
  const far = s.range(0.75, 1.1);
  const shape = [
    [-1, -lift],
    [-0.5, -lift * 0.75 - 0.12],
    [-0.08, -0.1],
    [0.02, -0.2],
    [0.34 * far, -lift * 0.85 - 0.2],
    [0.95 * far, -lift * 1.05],
    [0.45 * far, -lift * 0.55 + 0.02],
    [0.16, 0.1],
    [0, 0.34],
    [-0.1, 0.1],
    [-0.45, -lift * 0.5 + 0.04],
  ] as const;
  const points = shape.flatMap(([i, j]) => [
    x + (i * Math.cos(turn) - j * Math.sin(turn)) * size,
    y + (i * Math.sin(turn) + j * Math.cos(turn)) * size,
  ]);
  s.area(points, 0.06 + s.range(0, 0.1), s.range(0, 0.4));
}
