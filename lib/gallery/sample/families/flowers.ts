import { ellipse, type Family, type Sketch } from "../sketch";

/** Blossoms on their stems. */
export const flowers: Family = (s) => {
  const isDark = s.chance(0.4);
  s.ground(isDark ? 0.1 : 0.9, s.range(0, 0.5));
  if (s.chance(0.4))
    s.field(8, (_x, y) => (isDark ? 0.08 + 0.2 * (y / s.h) : 0.95 - 0.2 * (y / s.h)));
  const count = s.int(3, 9);
  const heads = Array.from({ length: count }, (_, i) => ({
    x: s.w * (0.12 + (0.76 * (i + s.range(0.2, 0.8))) / count),
    y: s.h * s.range(0.16, 0.6),
  })).sort((a, b) => a.y - b.y);
  const green = isDark ? 0.45 : 0.25;
  for (const { x, y } of heads) {
    const foot = s.w / 2 + (x - s.w / 2) * 0.6;
    s.line(
      [x, y, x + (foot - x) * 0.2 + s.range(-3, 3) * s.u, (y + s.h) / 2, foot, s.h + 6],
      1.1 * s.u,
      green,
      0,
    );
    for (const side of [-1, 1]) {
      const ly = y + (s.h - y) * s.range(0.4, 0.8);
      const lx = x + (foot - x) * 0.5;
      const size = s.range(5, 10) * s.u;
      s.area(
        ellipse(lx + side * size * 0.8, ly - size * 0.4, size, size * 0.28, -side * 0.5, 16),
        green + s.range(-0.08, 0.12),
        0.05,
        { curve: true },
      );
    }
  }
  const kind = s.pick(["daisy", "rose", "tulip"] as const);
  const size = Math.min(17, 90 / count + 4);
  for (const { x, y } of heads)
    blossom(s, kind, x, y, size * s.range(0.75, 1.1) * s.u, s.range(0.55, 0.95));
};

function blossom(
  s: Sketch,
  kind: "daisy" | "rose" | "tulip",
  x: number,
  y: number,
  r: number,
  tone: number,
): void {
  const turn = s.range(0, 3);
  if (kind === "rose") {
    for (let ring = 0; ring < 5; ring++) {
      const k = 1 - ring * 0.19;
      const phase = s.range(0, 60);
      s.area(
        ellipse(
          x,
          y,
          r * k,
          r * k,
          turn + ring,
          26,
          (a) => 0.92 + 0.14 * s.noise(phase + Math.cos(a) * 2, Math.sin(a) * 2),
        ),
        tone - ring * 0.11,
        0.9 - ring * 0.1,
        { curve: true },
      );
    }
    return;
  }
  if (kind === "tulip") {
    for (const [dx, k] of [
      [-0.45, 0.8],
      [0.45, 0.8],
      [0, 1],
    ] as const) {
      const tilt = Math.PI / 2 + dx * 0.5;
      s.area(ellipse(x + dx * r, y, r * k, r * 0.48, tilt, 18), tone - Math.abs(dx) * 0.4, 0.95, {
        curve: true,
      });
    }
    return;
  }
  const petals = s.int(7, 15);
  for (const layer of [1, 0.72]) {
    for (let i = 0; i < petals; i++) {
      const a = turn + ((i + (layer < 1 ? 0.5 : 0)) / petals) * Math.PI * 2;
      const away = r * 0.58 * layer;
      s.area(
        ellipse(
          x + Math.cos(a) * away,
          y + Math.sin(a) * away,
          r * 0.46 * layer,
          (r * 1.35 * layer) / petals,
          a,
          12,
        ),
        tone - (1 - layer) * 0.5,
        0.8,
        { curve: true },
      );
    }
  }
  s.disc(x, y, r * 0.27, 0.25, 0.1);
  s.disc(x, y, r * 0.16, 0.55, 0.2);
}
