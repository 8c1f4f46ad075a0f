import type { Family } from "../sketch";

/** Discs on a lattice that swell and shrink with a hidden figure. */
export const dotLattice: Family = (s) => {
  const isDark = s.chance(0.5);
  s.ground(isDark ? 0.08 : 0.94, 0.15);
  const gap = s.range(3.4, 6.2) * s.u;
  const figure = s.pick(["ball", "waves", "cloud", "ring"]);
  const size = s.range(26, 42) * s.u;
  const period = s.range(14, 30) * s.u;
  const slant = s.range(-1, 1);
  const swell = (x: number, y: number): number => {
    const away = Math.hypot(x - s.focus.x, y - s.focus.y);
    if (figure === "ball") return 1 - Math.min(1, away / size) ** 2;
    if (figure === "ring") return Math.exp(-(((away - size * 0.8) / (size * 0.32)) ** 2));
    if (figure === "waves") return 0.5 + 0.5 * Math.sin((x * slant + y) / (period / 3));
    return 0.5 + 0.75 * s.fbm(x / period, y / period, 2);
  };
  for (let row = 0, y = -gap; y < s.h + gap; row++, y += gap * 0.866) {
    for (let x = (row % 2) * (gap / 2) - gap; x < s.w + gap; x += gap) {
      const k = Math.min(1, Math.max(0, swell(x, y)));
      const hue = Math.min(1, Math.max(0, 0.35 + 0.8 * s.noise(x / (50 * s.u), y / (50 * s.u))));
      s.disc(x, y, gap * (0.08 + 0.44 * k), isDark ? 0.35 + 0.6 * k : 0.6 - 0.5 * k, hue);
    }
  }
};
