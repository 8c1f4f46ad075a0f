import type { Family } from "../sketch";

/** Parameters with rich orbits of Clifford Pickover's map. */
const SEEDS: readonly [[number, number, number, number], ...[number, number, number, number][]] = [
  [-1.4, 1.6, 1, 0.7],
  [1.7, 1.7, 0.6, 1.2],
  [-1.7, 1.3, -0.1, -1.2],
  [-1.8, -2, -0.5, -0.9],
  [1.5, -1.8, 1.6, 0.9],
  [-1.7, 1.8, -1.9, -0.4],
];
const DOTS = 420_000;

/** Where one point goes when a strange map is applied to it again and again. */
export const attractor: Family = (s) => {
  const [a, b, c, d] = s.pick(SEEDS).map((value) => value + s.range(-0.06, 0.06)) as [
    number,
    number,
    number,
    number,
  ];
  const columns = Math.ceil(s.w / 2);
  const rows = Math.ceil(s.h / 2);
  const hits = new Float32Array(columns * rows);
  const drift = new Float32Array(columns * rows);
  const scale = Math.min(columns / (2.2 * (1 + Math.abs(c))), rows / (2.2 * (1 + Math.abs(d))));
  const cx = columns / 2 + (s.focus.x / s.w - 0.5) * columns * 0.2;
  const cy = rows / 2 + (s.focus.y / s.h - 0.5) * rows * 0.2;
  let x = 0.1;
  let y = 0.1;
  for (let i = 0; i < DOTS; i++) {
    const nextX = Math.sin(a * y) + c * Math.cos(a * x);
    const nextY = Math.sin(b * x) + d * Math.cos(b * y);
    const column = Math.round(cx + nextX * scale);
    const row = Math.round(cy + nextY * scale);
    if (column >= 0 && column < columns && row >= 0 && row < rows) {
      const at = row * columns + column;
      hits[at] = (hits[at] ?? 0) + 1;
      drift[at] = (drift[at] ?? 0) + Math.abs(nextX - x);
    }
    x = nextX;
    y = nextY;
  }
  const isDark = s.chance(0.65);
  const top = Math.log1p(60);
  const tone = hits.map((count) => {
    const k = Math.min(1, Math.log1p(count) / top);
    return isDark ? 0.06 + 0.94 * k ** 0.8 : 0.95 - 0.88 * k ** 0.8;
  });
  const accent = drift.map((sum, i) => Math.min(1, sum / Math.max(1, hits[i] ?? 1) / 2));
  s.grid({ columns, rows, tone, accent });
};
