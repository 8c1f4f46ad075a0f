import { ellipse, type Family, type Sketch } from "../sketch";

/** A shoal turning together. */
export const fish: Family = (s) => {
  const isDeep = s.chance(0.6);
  s.field(
    8,
    (_x, y) => (isDeep ? 0.42 - 0.32 * (y / s.h) : 0.93 - 0.2 * (y / s.h)),
    (_x, y) => 0.25 * (y / s.h),
  );
  const beams = isDeep ? s.int(0, 5) : 0;
  for (let i = 0; i < beams; i++) {
    const x = s.range(0, s.w);
    s.area(
      [x, -4, x + 6 * s.u, -4, x + s.range(-10, 25) * s.u, s.h * 0.8, x - 8 * s.u, s.h * 0.8],
      0.42,
      0.3,
    );
  }
  const count = s.int(6, 44);
  const period = s.range(70, 120) * s.u;
  const way = s.chance(0.5) ? 0 : Math.PI;
  const kind: Kind = {
    plump: s.range(0.24, 0.46),
    tail: s.range(0.36, 0.6),
    stripes: s.int(0, 3),
    hue: s.range(0.5, 1),
  };
  const shoal = Array.from({ length: count }, () => ({
    x: s.range(0.02, 0.98) * s.w,
    y: s.range(0.06, 0.94) * s.h,
    size: s.range(3, 6.5) * s.u * (1 + 9 / count),
  })).sort((a, b) => a.size - b.size);
  for (const { x, y, size } of shoal) {
    const turn = way + 1.1 * s.noise(x / period, y / period) + s.range(-0.1, 0.1);
    swim(s, kind, x, y, size, turn, isDeep ? s.range(0.5, 0.95) : s.range(0.15, 0.55));
  }
  for (let i = 0; i < 24; i++)
    s.disc(s.range(0, s.w), s.range(0, s.h), s.range(0.2, 0.9) * s.u, isDeep ? 0.7 : 0.5, 0.2);
};

interface Kind {
  readonly plump: number;
  readonly tail: number;
  readonly stripes: number;
  readonly hue: number;
}

function swim(
  s: Sketch,
  { plump, tail, stripes, hue }: Kind,
  x: number,
  y: number,
  size: number,
  turn: number,
  tone: number,
): void {
  const at = (i: number, j: number): [number, number] => [
    x + (i * Math.cos(turn) - j * Math.sin(turn)) * size,
    y + (i * Math.sin(turn) + j * Math.cos(turn)) * size,
  ];
  s.area(
    [...at(-0.85, 0), ...at(-1.45, -tail), ...at(-1.25, 0), ...at(-1.45, tail)],
    tone * 0.8,
    hue * 0.7,
  );
  s.area(
    [...at(0.25, -plump * 0.8), ...at(-0.3, -plump * 1.6), ...at(-0.5, -plump * 0.5)],
    tone * 0.75,
    hue * 0.6,
  );
  const [cx, cy] = at(0, 0);
  s.area(ellipse(cx, cy, size, size * plump, turn, 24), tone, hue, { curve: true });
  for (let i = 0; i < stripes; i++) {
    const k = 0.15 - i * 0.32;
    s.line(
      [...at(k, -plump * 0.75), ...at(k - 0.08, 0), ...at(k, plump * 0.75)],
      size * 0.1,
      tone > 0.5 ? tone - 0.35 : tone + 0.4,
      1 - hue,
    );
  }
  const [ex, ey] = at(0.66, -plump * 0.25);
  s.disc(ex, ey, size * 0.1, 0.97, 0);
  s.disc(ex, ey, size * 0.055, 0.03, 0);
}
