import type { Family } from "../sketch";

/** Strokes that follow a slowly turning field of directions. */
export const flowField: Family = (s) => {
  const isDark = s.chance(0.6);
  s.ground(isDark ? 0.08 : 0.93, 0.2);
  const period = s.range(45, 90) * s.u;
  const tilt = s.range(0, Math.PI);
  const bend = s.range(1.2, 3.4);
  const spacing = s.range(3, 4.6) * s.u;
  const steps = s.int(12, 26);
  for (let row = -spacing; row < s.h + spacing; row += spacing) {
    for (let column = -spacing; column < s.w + spacing; column += spacing) {
      let x = column + s.range(-0.5, 0.5) * spacing;
      let y = row + s.range(-0.5, 0.5) * spacing;
      const light = 0.5 + 0.5 * s.noise((x / period) * 2 + 40, (y / period) * 2);
      const hue = 0.5 + 0.9 * s.noise((x / period) * 1.3 - 20, (y / period) * 1.3);
      const points: number[] = [];
      for (let i = 0; i < steps; i++) {
        points.push(x, y);
        const angle = tilt + bend * s.fbm(x / period, y / period, 2);
        x += Math.cos(angle) * s.u * 1.3;
        y += Math.sin(angle) * s.u * 1.3;
      }
      const tone = isDark ? 0.25 + 0.75 * light : 0.72 * light;
      s.line(points, s.u * s.range(0.35, 1.8), tone, Math.min(1, Math.max(0, hue)));
    }
  }
};
