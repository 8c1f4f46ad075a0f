import type { Family } from "../sketch";
import { orb, ridge, sky } from "./landscape";

/** Arches over still water, and the arches in the water. */
export const bridge: Family = (s) => {
  const isNight = s.chance(0.3);
  const water = s.h * s.range(0.62, 0.7);
  sky(s, isNight ? 0.14 : 0.6, isNight ? 0.5 : 0.95, water);
  if (s.chance(0.7)) orb(s, s.focus.x, Math.min(s.focus.y, water * 0.6), s.range(6, 11) * s.u);
  s.area(ridge(s, water - 12 * s.u, 12 * s.u, 40 * s.u), isNight ? 0.3 : 0.66, 0.7);
  s.area([-4, water, s.w + 4, water, s.w + 4, s.h + 4, -4, s.h + 4], isNight ? 0.22 : 0.58, 0.1);
  const deck = water - s.range(20, 30) * s.u;
  const rise = s.range(0, 7) * s.u;
  const spans = s.int(2, 5);
  const pier = s.range(1.6, 3.4) * s.u;
  const stone = isNight ? 0.1 : s.range(0.14, 0.34);
  const thickness = s.range(3, 6) * s.u;
  const deckAt = (x: number) => deck - rise * Math.sin((x / s.w) * Math.PI);
  const outline = (mirror: boolean) => {
    const at = (y: number) => (mirror ? water + (water - y) * 0.8 : y);
    const points: number[] = [];
    for (let i = 0; i <= 24; i++)
      points.push((i / 24) * (s.w + 16) - 8, at(deckAt((i / 24) * s.w)));
    const span = s.w / spans;
    for (let k = spans - 1; k >= 0; k--) {
      const left = k * span + pier;
      const right = (k + 1) * span - pier;
      points.push(k === spans - 1 ? s.w + 8 : right + pier * 2, at(water), right, at(water));
      const top = deckAt((left + right) / 2) + thickness;
      for (let i = 0; i <= 20; i++) {
        const a = (i / 20) * Math.PI;
        const x = (left + right) / 2 + (Math.cos(a) * (right - left)) / 2;
        points.push(x, at(water - (water - top) * Math.sin(a) ** 0.8));
      }
    }
    points.push(-8, at(water));
    return points;
  };
  s.area(outline(true), (isNight ? 0.12 : 0.42) * 0.9, 0.3);
  s.area(outline(false), stone, 0.2, { shade: { to: stone * 0.6, line: [0, deck, 0, water] } });
  const rail: number[] = [];
  for (let i = 0; i <= 24; i++) rail.push((i / 24) * s.w, deckAt((i / 24) * s.w) - 1.6 * s.u);
  s.line(rail, 0.5 * s.u, stone, 0.2);
  for (let i = 1; i < 40; i++) {
    const x = (i / 40) * s.w;
    s.line([x, deckAt(x) - 1.6 * s.u, x, deckAt(x)], 0.3 * s.u, stone, 0.2, false);
  }
  for (let i = 0; i < 46; i++) {
    const y = water + (s.h - water) * s.random() ** 0.8;
    const x = s.range(0, s.w);
    const length = s.range(3, 13) * s.u;
    s.line(
      [x - length, y, x, y + s.range(-0.4, 0.4) * s.u, x + length, y],
      s.range(0.25, 0.8) * s.u,
      isNight ? 0.45 : 0.82,
      0.4,
    );
  }
};
