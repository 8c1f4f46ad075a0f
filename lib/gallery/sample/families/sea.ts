import type { Family } from "../sketch";
import { orb, sky } from "./landscape";

/** Waves rolling in from a horizon, the light on them. */
export const sea: Family = (s) => {
  const horizon = s.h * s.range(0.3, 0.48);
  const isNight = s.chance(0.35);
  sky(s, isNight ? 0.12 : 0.5, isNight ? 0.5 : 0.95, horizon);
  const sun = { x: s.focus.x, y: horizon * s.range(0.45, 0.95), r: s.range(5, 11) * s.u };
  orb(s, sun.x, sun.y, sun.r);
  s.area([-4, horizon, s.w + 4, horizon, s.w + 4, s.h + 4, -4, s.h + 4], isNight ? 0.2 : 0.5, 0.1);
  const swell = s.range(0.8, 2.2);
  for (let i = 1; i <= 13; i++) {
    const near = (i / 13) ** 1.7;
    const y = horizon + (s.h - horizon) * near;
    const reach = (0.4 + swell * 2.6 * near) * s.u;
    const period = (7 + 34 * near) * s.u;
    const phase = s.range(0, 20);
    const crest: number[] = [];
    for (let x = -8; x <= s.w + 4 * s.u; x += 1.6 * s.u) {
      const wave = Math.abs(Math.sin(x / period + phase + 0.7 * s.noise(x / period, phase)));
      crest.push(x, y - reach * (1 - wave * 1.6));
    }
    const tone = (isNight ? 0.28 : 0.6) - 0.3 * near + s.range(-0.06, 0.06);
    s.area(
      [-8, s.h + 4, ...crest, s.w + 12, s.h + 4],
      Math.max(0.05, tone),
      0.15 + 0.25 * s.random(),
    );
    s.line(crest, (0.2 + 0.7 * near) * s.u, Math.min(1, tone + 0.35), 0.2);
    const glints = 7;
    for (let k = 0; k < glints; k++) {
      const gx = sun.x + s.range(-1, 1) * sun.r * (1 + 1.6 * near);
      const length = s.range(1, 3.5) * s.u * (0.6 + near);
      s.line(
        [gx - length, y + s.range(0, 2) * s.u, gx + length, y + s.range(0, 2) * s.u],
        0.5 * s.u,
        0.95,
        0.6,
      );
    }
  }
  if (s.chance(0.45)) {
    const x = s.w * s.range(0.15, 0.85);
    const size = s.range(5, 9) * s.u;
    const y = horizon + 3 * s.u;
    s.area(
      [
        x - size * 0.8,
        y,
        x + size * 0.9,
        y,
        x + size * 0.5,
        y + size * 0.3,
        x - size * 0.5,
        y + size * 0.3,
      ],
      0.08,
      0,
    );
    s.area([x, y - size * 1.7, x, y - size * 0.1, x + size * 0.8, y - size * 0.1], 0.9, 0.3);
    s.area(
      [
        x - size * 0.1,
        y - size * 1.5,
        x - size * 0.1,
        y - size * 0.1,
        x - size * 0.6,
        y - size * 0.1,
      ],
      0.75,
      0.3,
    );
  }
};
