import type { Sketch } from "../sketch";

/** A hill line across the sheet by noise, closed below it; lengths in pixels. */
export function ridge(s: Sketch, y: number, swell: number, period: number, octaves = 3): number[] {
  const points = [-4, s.h + 4];
  const phase = s.range(0, 100);
  for (let x = -4; x <= s.w + 4 + 2 * s.u; x += 2 * s.u)
    points.push(x, y - swell * s.fbm(x / period, phase, octaves));
  points.push(s.w + 8, s.h + 4);
  return points;
}

/** A sky from `top` to `horizon` at height `y`, the second hue rising towards the horizon. */
export function sky(s: Sketch, top: number, horizon: number, y: number, hue = 0.7): void {
  const share = (at: number) => Math.min(1, at / y);
  s.field(
    8,
    (_x, at) => top + (horizon - top) * share(at) ** 1.5,
    (_x, at) => hue * share(at) ** 2,
  );
}

/** Stars between the top and `y`, a few of them large. */
export function stars(s: Sketch, count: number, y: number): void {
  for (let i = 0; i < count; i++) {
    const r = s.chance(0.08) ? s.range(0.5, 0.8) : s.range(0.15, 0.4);
    s.disc(s.range(0, s.w), s.range(0, y), r * s.u, s.range(0.7, 1), s.range(0, 0.5));
  }
}

/** A sun or moon with its light, `r` in pixels. */
export function orb(s: Sketch, x: number, y: number, r: number, tone = 0.96, accent = 0.6): void {
  s.glow(x, y, r * 3.2, 0.95, accent, 0.55);
  s.disc(x, y, r, tone, accent);
}
