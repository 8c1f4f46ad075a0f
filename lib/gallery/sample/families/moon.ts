import { ellipse, type Family } from "../sketch";
import { ridge, stars } from "./landscape";

/** A full moon with its seas and craters, clouds passing. */
export const moon: Family = (s) => {
  const night = s.range(0.06, 0.22);
  s.field(
    8,
    (_x, y) => night + 0.16 * (y / s.h),
    (_x, y) => 0.6 * (y / s.h),
  );
  stars(s, 110, s.h);
  const { x, y } = s.focus;
  const r = s.range(19, 31) * s.u;
  s.glow(x, y, r * 2.3, 0.8, 0.5, 0.7);
  s.disc(x, y, r, 0.93, 0.35);
  for (let i = 0; i < 7; i++) {
    const a = s.range(0, 7);
    const away = r * 0.62 * Math.sqrt(s.random());
    const size = r * s.range(0.14, 0.32);
    const bumps = s.range(0, 90);
    s.area(
      ellipse(
        x + Math.cos(a) * away,
        y + Math.sin(a) * away,
        size,
        size * s.range(0.6, 0.9),
        a,
        22,
        (t) => 1 + 0.3 * s.noise(bumps + Math.cos(t) * 1.5, Math.sin(t) * 1.5),
      ),
      0.74,
      0.45,
      { curve: true },
    );
  }
  for (let i = 0; i < 20; i++) {
    const a = s.range(0, 7);
    const away = r * 0.88 * Math.sqrt(s.random());
    const size = r * s.range(0.025, 0.08);
    const cx = x + Math.cos(a) * away;
    const cy = y + Math.sin(a) * away;
    s.disc(cx, cy, size, 0.62, 0.4);
    s.disc(cx + size * 0.25, cy + size * 0.2, size * 0.72, 0.86, 0.35);
  }
  if (s.chance(0.4)) s.disc(x + r * s.range(0.5, 0.9), y - r * 0.12, r * 1.02, night + 0.06, 0.2);
  const clouds = s.int(0, 5);
  for (let i = 0; i < clouds; i++) {
    const cx = s.range(0, s.w);
    const cy = y + s.range(-0.6, 1.6) * r;
    for (let k = 0; k < 4; k++)
      s.area(
        ellipse(
          cx + s.range(-12, 12) * s.u,
          cy + s.range(-1.4, 1.4) * s.u,
          s.range(12, 26) * s.u,
          s.range(0.9, 2.4) * s.u,
          0,
          24,
        ),
        0.36 + 0.05 * k,
        0.55,
        { curve: true },
      );
  }
  if (s.chance(0.6)) s.area(ridge(s, s.h * s.range(0.86, 0.93), 8 * s.u, 35 * s.u, 4), 0.03, 0);
};
