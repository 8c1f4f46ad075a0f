import type { Family } from "../sketch";
import { ridge, stars } from "./landscape";

/** Curtains of light in a night sky, hills below. */
export const aurora: Family = (s) => {
  const curtains = Array.from({ length: s.int(2, 4) }, () => ({
    base: s.range(0.35, 0.72) * s.h,
    height: s.range(18, 46) * s.u,
    sway: s.range(6, 16) * s.u,
    period: s.range(28, 60) * s.u,
    phase: s.range(0, 50),
    hue: s.range(0, 1),
    strength: s.range(0.45, 0.85),
  }));
  const beams = s.range(3, 7) * s.u;
  const light = (x: number, y: number) => {
    let sum = 0;
    let hue = 0;
    for (const { base, height, sway, period, phase, hue: own, strength } of curtains) {
      const foot = base + sway * s.noise(x / period, phase) - y;
      const ray = 0.65 + 0.55 * s.noise(x / beams + phase * 3, phase);
      const k = foot < 0 ? Math.exp(foot / (2.2 * s.u)) : Math.exp(-foot / height);
      sum += strength * ray * k;
      hue += strength * ray * k * (own + Math.min(0.4, Math.max(0, foot) / height / 3));
    }
    return { sum, hue: sum > 0 ? hue / sum : 0 };
  };
  s.field(
    4,
    (x, y) => Math.min(1, 0.07 + 0.08 * (y / s.h) + light(x, y).sum),
    (x, y) => light(x, y).hue,
  );
  stars(s, 90, s.h * 0.6);
  s.area(ridge(s, s.h * s.range(0.8, 0.86), 7 * s.u, 40 * s.u), 0.12, 0.2);
  s.area(ridge(s, s.h * s.range(0.88, 0.94), 6 * s.u, 22 * s.u, 4), 0.03, 0);
};
