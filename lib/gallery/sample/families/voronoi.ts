import type { Family } from "../sketch";

/** Cells of what is nearest: cracked earth, giraffe, stained glass. */
export const voronoi: Family = (s) => {
  const isDark = s.chance(0.6);
  s.ground(isDark ? 0.05 : 0.96, 0);
  const count = s.int(50, 150);
  const pull = s.range(0, 0.5);
  const sites = Array.from({ length: count }, () => {
    const k = s.chance(pull) ? s.range(0.1, 0.6) : 1;
    return {
      x: s.focus.x + (s.range(-0.1, 1.1) * s.w - s.focus.x) * k,
      y: s.focus.y + (s.range(-0.1, 1.1) * s.h - s.focus.y) * k,
    };
  });
  const inset = s.range(0.86, 0.96);
  for (const a of sites) {
    let cell = [-9, -9, s.w + 9, -9, s.w + 9, s.h + 9, -9, s.h + 9];
    for (const b of sites) if (b !== a) cell = nearerTo(a, b, cell);
    if (cell.length < 6) continue;
    const shrunk = cell.map((value, i) => {
      const centre = i % 2 === 0 ? a.x : a.y;
      return centre + (value - centre) * inset;
    });
    const noise = s.noise(a.x / (35 * s.u), a.y / (35 * s.u));
    const tone = Math.min(0.95, Math.max(0.12, 0.52 + 0.45 * noise + s.range(-0.14, 0.14)));
    const hue = s.chance(0.2) ? 1 : Math.max(0, 0.4 - noise);
    const reach = 10 * s.u;
    s.area(shrunk, tone, hue, {
      shade: { to: tone * 0.72, line: [a.x - reach, a.y - reach, a.x + reach, a.y + reach] },
    });
  }
};

interface Place {
  readonly x: number;
  readonly y: number;
}

/** The part of a polygon that is nearer to `a` than to `b` (Sutherland–Hodgman on one line). */
function nearerTo(a: Place, b: Place, polygon: readonly number[]): number[] {
  const nx = b.x - a.x;
  const ny = b.y - a.y;
  const middle = (nx * (a.x + b.x) + ny * (a.y + b.y)) / 2;
  const out: number[] = [];
  for (let i = 0; i < polygon.length; i += 2) {
    const x0 = polygon[i] ?? 0;
    const y0 = polygon[i + 1] ?? 0;
    const x1 = polygon[(i + 2) % polygon.length] ?? 0;
    const y1 = polygon[(i + 3) % polygon.length] ?? 0;
    const d0 = nx * x0 + ny * y0 - middle;
    const d1 = nx * x1 + ny * y1 - middle;
    if (d0 <= 0) out.push(x0, y0);
    if (d0 < 0 !== d1 < 0 && d0 !== d1) {
      const t = d0 / (d0 - d1);
      out.push(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t);
    }
  }
  return out;
}
