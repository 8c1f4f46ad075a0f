import type { Family, Sketch } from "../sketch";

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
/** Share of the sheet that the figure fills, one way at least. */
const FILLED = 0.84;
/** Points that are tried before a map is drawn. */
const TRIED = 6_000;
/** A map whose tried points lie in fewer of 64 × 64 places is a loop, not a figure. */
const MIN_PLACES = 450;

type Map4 = readonly [a: number, b: number, c: number, d: number];

function step([a, b, c, d]: Map4, x: number, y: number): [x: number, y: number] {
  return [Math.sin(a * y) + c * Math.cos(a * x), Math.sin(b * x) + d * Math.cos(b * y)];
}

/** Parameters near one of the seeds whose orbit wanders widely. */
function richMap(s: Sketch): Map4 {
  for (let tries = 0; ; tries++) {
    const [a, b, c, d] = s.pick(SEEDS);
    const drift = () => (tries < 8 ? s.range(-0.06, 0.06) : 0);
    const map: Map4 = [a + drift(), b + drift(), c + drift(), d + drift()];
    if (tries > 12 || placesOf(map) >= MIN_PLACES) return map;
  }
}

function placesOf(map: Map4): number {
  const { left, right, top, bottom } = boundsOf(map);
  const places = new Set<number>();
  walk(map, (x, y) => {
    const column = Math.floor(((x - left) / (right - left)) * 64);
    places.add(column * 65 + Math.floor(((y - top) / (bottom - top)) * 64));
  });
  return places.size;
}

function boundsOf(map: Map4) {
  const bounds = { left: 9, right: -9, top: 9, bottom: -9 };
  walk(map, (x, y) => {
    bounds.left = Math.min(bounds.left, x);
    bounds.right = Math.max(bounds.right, x);
    bounds.top = Math.min(bounds.top, y);
    bounds.bottom = Math.max(bounds.bottom, y);
  });
  return bounds;
}

function walk(map: Map4, visit: (x: number, y: number) => void): void {
  let x = 0.1;
  let y = 0.1;
  for (let i = 0; i < TRIED; i++) {
    [x, y] = step(map, x, y);
    // The first points are still on their way in.
    if (i > 50) visit(x, y);
  }
}

/** Where one point goes when a strange map is applied to it again and again. */
export const attractor: Family = (s) => {
  const [a, b, c, d] = richMap(s);
  const columns = Math.ceil(s.w / 2);
  const rows = Math.ceil(s.h / 2);
  const hits = new Float32Array(columns * rows);
  const drift = new Float32Array(columns * rows);
  const { left, right, top, bottom } = boundsOf([a, b, c, d]);
  const scale = FILLED * Math.min(columns / (right - left), rows / (bottom - top));
  const slack = { x: columns - (right - left) * scale, y: rows - (bottom - top) * scale };
  const x0 = slack.x * (0.25 + 0.5 * (s.focus.x / s.w)) - left * scale;
  const y0 = slack.y * (0.25 + 0.5 * (s.focus.y / s.h)) - top * scale;
  let x = 0.1;
  let y = 0.1;
  for (let i = 0; i < DOTS; i++) {
    const [nextX, nextY] = step([a, b, c, d], x, y);
    const column = Math.round(x0 + nextX * scale);
    const row = Math.round(y0 + nextY * scale);
    if (column >= 0 && column < columns && row >= 0 && row < rows) {
      const at = row * columns + column;
      hits[at] = (hits[at] ?? 0) + 1;
      drift[at] = (drift[at] ?? 0) + Math.abs(nextX - x);
    }
    x = nextX;
    y = nextY;
  }
  const isDark = s.chance(0.65);
  const most = Math.log1p(60);
  const tone = hits.map((count) => {
    const k = Math.min(1, Math.log1p(count) / most);
    return isDark ? 0.06 + 0.94 * k ** 0.8 : 0.95 - 0.88 * k ** 0.8;
  });
  const accent = drift.map((sum, i) => Math.min(1, sum / Math.max(1, hits[i] ?? 1) / 2));
  s.grid({ columns, rows, tone, accent });
};
