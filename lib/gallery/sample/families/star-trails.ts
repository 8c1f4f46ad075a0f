import type { Family } from "../sketch";
import { ridge } from "./landscape";

/** The night sky turning about its pole, trees below. */
export const starTrails: Family = (s) => {
  const night = s.range(0.05, 0.16);
  s.field(
    8,
    (_x, y) => night + 0.25 * (y / s.h) ** 2,
    (_x, y) => 0.7 * (y / s.h),
  );
  const { x, y } = s.focus;
  const far = Math.hypot(s.w, s.h);
  const sweep = s.range(0.35, 1.5);
  for (let i = 0; i < 430; i++) {
    const r = far * s.random() ** 0.7;
    const start = s.range(0, Math.PI * 2);
    const steps = Math.max(5, Math.ceil((r * sweep) / (4 * s.u)));
    const points: number[] = [];
    for (let k = 0; k <= steps; k++) {
      const a = start + (k / steps) * sweep;
      points.push(x + Math.cos(a) * r, y + Math.sin(a) * r);
    }
    s.line(
      points,
      s.range(0.2, 0.75) * s.u,
      s.range(0.35, 1),
      s.chance(0.25) ? 1 : s.range(0, 0.5),
    );
  }
  s.disc(x, y, 0.6 * s.u, 1, 0.3);
  s.area(ridge(s, s.h * 0.9, 6 * s.u, 40 * s.u), 0.05, 0);
  for (let i = 0; i < 26; i++) {
    const tx = s.range(-0.02, 1.02) * s.w;
    const height = s.range(7, 24) * s.u;
    const foot = s.h * 0.96;
    s.area([tx - height * 0.17, foot, tx, foot - height, tx + height * 0.17, foot], 0.03, 0);
  }
  s.area([-4, s.h * 0.95, s.w + 4, s.h * 0.95, s.w + 4, s.h + 4, -4, s.h + 4], 0.03, 0);
};
