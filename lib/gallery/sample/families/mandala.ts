import { ellipse, type Family, type Sketch } from "../sketch";

/** Rings of petals, points and beads about one centre. */
export const mandala: Family = (s) => {
  const isDark = s.chance(0.5);
  s.ground(isDark ? 0.08 : 0.92, s.range(0, 0.4));
  const x = s.w / 2 + (s.focus.x - s.w / 2) * 0.3;
  const y = s.h / 2 + (s.focus.y - s.h / 2) * 0.3;
  const fold = s.pick([8, 10, 12, 16]);
  const rings = s.int(5, 8);
  const reach = s.range(46, 60) * s.u;
  for (let ring = 0; ring < rings; ring++) {
    const r = reach * (1 - ring / rings) ** 0.9;
    const inner = reach * (1 - (ring + 1) / rings) ** 0.9;
    const tone = (isDark ? 0.3 : 0.2) + 0.6 * s.random();
    around(s, x, y, r, inner, fold * (r > reach * 0.6 ? 2 : 1), tone, s.random(), (ring % 2) / 2);
  }
  s.disc(x, y, reach * 0.08, isDark ? 0.95 : 0.1, 1);
};

function around(
  s: Sketch,
  x: number,
  y: number,
  r: number,
  inner: number,
  count: number,
  tone: number,
  hue: number,
  shift: number,
): void {
  const kind = s.pick(["petal", "point", "bead", "band"]);
  const depth = r - inner;
  if (kind === "band") {
    s.disc(x, y, r, tone, hue);
    for (let i = 0; i < count * 2; i++) {
      const a = ((i + shift) / count) * Math.PI;
      const c = Math.cos(a);
      const n = Math.sin(a);
      s.line(
        [
          x + c * (inner + depth * 0.2),
          y + n * (inner + depth * 0.2),
          x + c * (r - depth * 0.15),
          y + n * (r - depth * 0.15),
        ],
        0.6 * s.u,
        tone > 0.5 ? 0.1 : 0.9,
        1 - hue,
        false,
      );
    }
    return;
  }
  s.disc(x, y, inner + depth * 0.35, tone * 0.6, 1 - hue);
  for (let i = 0; i < count; i++) {
    const a = ((i + shift) / count) * Math.PI * 2;
    const c = Math.cos(a);
    const n = Math.sin(a);
    const wide = ((Math.PI * r) / count) * 0.92;
    const away = inner + depth * 0.42;
    if (kind === "petal") {
      s.area(ellipse(x + c * away, y + n * away, depth * 0.62, wide * 0.8, a, 14), tone, hue, {
        curve: true,
      });
      s.area(
        ellipse(x + c * away, y + n * away, depth * 0.34, wide * 0.34, a, 12),
        tone > 0.5 ? tone - 0.35 : tone + 0.35,
        1 - hue,
        { curve: true },
      );
    } else if (kind === "point") {
      s.area(
        [
          x + c * r,
          y + n * r,
          x + c * inner - n * wide,
          y + n * inner + c * wide,
          x + c * inner + n * wide,
          y + n * inner - c * wide,
        ],
        tone,
        hue,
      );
    } else {
      s.disc(x + c * away, y + n * away, Math.min(wide, depth * 0.5) * 0.85, tone, hue);
      s.disc(
        x + c * away,
        y + n * away,
        Math.min(wide, depth * 0.5) * 0.35,
        tone > 0.5 ? 0.15 : 0.85,
        1 - hue,
      );
    }
  }
}
