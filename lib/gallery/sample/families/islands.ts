import { unit } from "../raster";
import type { Family } from "../sketch";

/** A map of nowhere: shallows, beaches and heights in steps. */
export const islands: Family = (s) => {
  const period = s.range(38, 64) * s.u;
  const level = s.range(-0.04, 0.12);
  const steps = s.int(7, 12);
  const isNight = s.chance(0.4);
  const height = (x: number, y: number) => {
    const away = Math.hypot((x - s.focus.x) / s.w, (y - s.focus.y) / s.h);
    return s.fbm(x / period, y / period, 4) + 0.3 - 0.75 * away - level;
  };
  s.field(
    3,
    (x, y) => {
      const k = height(x, y) * steps;
      const step = Math.floor(k) / steps;
      const line = k - Math.floor(k) < 0.1 ? 0.1 : 0;
      const shown = step < 0 ? 0.3 + 0.34 * step : 0.58 + 0.6 * step;
      return unit((isNight ? 0.95 - shown : shown) - line);
    },
    (x, y) => unit(height(x, y) > 0 ? 0.75 + 0.3 * height(x, y) : 0.12),
  );
  const boats = s.int(0, 6);
  for (let i = 0; i < boats; i++) {
    const x = s.range(0.05, 0.95) * s.w;
    const y = s.range(0.05, 0.95) * s.h;
    if (height(x, y) > -0.08) continue;
    const size = 1.6 * s.u;
    s.area([x - size, y, x, y - size * 2, x + size * 0.2, y], 0.96, 0.6);
    s.line(
      [x - size * 1.2, y + size * 0.4, x + size * 1.2, y + size * 0.4],
      size * 0.5,
      0.1,
      0,
      false,
    );
  }
};
