import { ellipse, type Family, type Sketch } from "../sketch";

type Pattern = (s: Sketch, x: number, y: number, gap: number, tone: number, hue: number) => void;

const rings: Pattern = (s, x, y, gap, tone, hue) => {
  const far = Math.hypot(s.w, s.h) * 0.9;
  for (let r = gap; r < far; r += gap) {
    const points = ellipse(x, y, r, r, 0, 72);
    s.line([...points, ...points.slice(0, 2)], gap * 0.42, tone, hue);
  }
};

const rays: Pattern = (s, x, y, gap, tone, hue) => {
  const count = Math.round(300 / (gap / s.u));
  const far = s.w + s.h;
  for (let i = 0; i < count; i++) {
    const a = (i / count) * Math.PI * 2;
    const w = Math.PI / count / 2;
    s.area(
      [
        x,
        y,
        x + far * Math.cos(a - w),
        y + far * Math.sin(a - w),
        x + far * Math.cos(a + w),
        y + far * Math.sin(a + w),
      ],
      tone,
      hue,
    );
  }
};

const waves: Pattern = (s, x, y, gap, tone, hue) => {
  const reach = s.range(2, 7) * s.u;
  const period = s.range(18, 40) * s.u;
  for (let row = -reach; row < s.h + reach; row += gap) {
    const points: number[] = [];
    for (let at = -4; at <= s.w + 4 * s.u; at += 2 * s.u)
      points.push(at, row + reach * Math.sin((at - x) / period + (row - y) / (period * 1.6)));
    s.line(points, gap * 0.42, tone, hue);
  }
};

/** Two fine patterns laid over each other, and what appears between them. */
export const moire: Family = (s) => {
  const isDark = s.chance(0.4);
  s.ground(isDark ? 0.07 : 0.95, 0.1);
  const gap = s.range(2.3, 3.6) * s.u;
  const first = s.pick([rings, rays, waves]);
  const second = s.pick([rings, rings, waves]);
  const turn = s.range(0, Math.PI * 2);
  const away = s.range(5, 26) * s.u;
  const { x, y } = s.focus;
  first(s, x, y, gap, isDark ? 0.92 : 0.1, 0);
  second(
    s,
    x + away * Math.cos(turn),
    y + away * Math.sin(turn),
    gap * s.range(0.92, 1.1),
    isDark ? 0.6 : 0.35,
    1,
  );
};
