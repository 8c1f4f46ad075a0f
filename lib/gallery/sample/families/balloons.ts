import type { Family, Sketch } from "../sketch";
import { orb, ridge, sky } from "./landscape";

/** Hot-air balloons over hills. */
export const balloons: Family = (s) => {
  sky(s, s.range(0.35, 0.6), 0.95, s.h * 0.9, s.range(0.2, 1));
  if (s.chance(0.35)) orb(s, s.w - s.focus.x, s.focus.y * 0.6, s.range(5, 9) * s.u);
  for (let i = 0; i < 3; i++)
    s.area(
      ridge(s, s.h * (0.8 + i * 0.08), 8 * s.u, (50 - 10 * i) * s.u),
      0.6 - 0.22 * i,
      0.5 - 0.2 * i,
    );
  const count = s.int(2, 9);
  const fleet = Array.from({ length: count }, (_, i) => ({
    x: i === count - 1 ? s.focus.x : s.range(0.06, 0.94) * s.w,
    y: i === count - 1 ? s.h * 0.36 : s.range(0.1, 0.66) * s.h,
    r: i === count - 1 ? s.range(12, 18) * s.u : s.range(3, 8.5) * s.u,
  })).sort((a, b) => a.r - b.r);
  for (const { x, y, r } of fleet) balloon(s, x, y, r);
};

function balloon(s: Sketch, x: number, y: number, r: number): void {
  const foot = y + r * 1.5;
  const gores = s.int(5, 9);
  const tone = s.range(0.4, 0.9);
  const hue = s.random();
  const other = tone > 0.62 ? tone - 0.4 : tone + 0.35;
  const side = (k: number) => {
    const points: number[] = [];
    for (let i = 0; i <= 14; i++) {
      const a = (i / 14) * Math.PI * 0.86;
      points.push(
        x + Math.sin(a) * r * k * (1 - 0.12 * Math.max(0, -Math.cos(a))),
        y - Math.cos(a) * r * (a > Math.PI / 2 ? 1.45 : 1),
      );
    }
    return points;
  };
  for (let g = 0; g < gores; g++) {
    const from = side(-Math.cos((g / gores) * Math.PI));
    const to = side(-Math.cos(((g + 1) / gores) * Math.PI));
    const back: number[] = [];
    for (let i = to.length - 2; i >= 0; i -= 2) back.push(to[i] ?? 0, to[i + 1] ?? 0);
    const shade = 1 - 0.4 * (g / gores);
    s.area([...from, ...back], (g % 2 ? other : tone) * shade, g % 2 ? 1 - hue : hue);
  }
  const basket = r * 0.26;
  const by = foot + r * 0.35;
  s.line([x - r * 0.36, foot - r * 0.12, x - basket / 2, by], 0.25 * s.u, 0.1, 0, false);
  s.line([x + r * 0.36, foot - r * 0.12, x + basket / 2, by], 0.25 * s.u, 0.1, 0, false);
  s.box(x - basket / 2, by, basket, basket * 0.8, 0.14, 0.3);
}
