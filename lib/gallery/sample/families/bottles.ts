import { ellipse, type Family, type Sketch } from "../sketch";

/** Bottles, bowls and fruit on a table, quietly (for Giorgio Morandi). */
export const bottles: Family = (s) => {
  const table = s.h * s.range(0.6, 0.7);
  const wall = s.range(0.4, 0.85);
  s.ground(wall, s.range(0, 0.7));
  s.area(
    [-4, table, s.w + 4, table, s.w + 4, s.h + 4, -4, s.h + 4],
    wall > 0.6 ? wall - 0.22 : wall + 0.22,
    s.range(0, 1),
  );
  const count = s.int(4, 8);
  const middle = s.w / 2 + (s.focus.x - s.w / 2) * 0.25;
  const reach = Math.min(s.w * 0.4, count * 7.5 * s.u);
  const things = Array.from({ length: count }, (_, i) => ({
    x: middle + reach * (((i + 0.5) / count) * 2 - 1) + s.range(-2, 2) * s.u,
    foot: table + s.range(3, 17) * s.u,
  })).sort((a, b) => a.foot - b.foot);
  const way = s.focus.x > s.w / 2 ? -1 : 1;
  for (const { x, foot } of things) {
    const tone = s.range(0.2, 0.95);
    const hue = s.random();
    s.area(ellipse(x + way * 7 * s.u, foot, 11 * s.u, 2 * s.u, 0, 20), 0.16, 0.3, { curve: true });
    const kind = s.pick(["bottle", "bottle", "jar", "fruit", "bowl"] as const);
    if (kind === "fruit") {
      const r = s.range(4, 6) * s.u;
      const base = foot + s.u;
      s.area(ellipse(x, base - r, r, r * 0.95, 0, 28), tone, 1, {
        shade: { to: tone * 0.5, line: [x - way * r, base - r, x + way * r, base] },
      });
      s.line([x, base - r * 1.9, x + s.u, base - r * 2.4], 0.5 * s.u, 0.1, 0);
    } else turned(s, kind, x, foot, tone, hue, way);
  }
};

/** A thing turned on a wheel: its outline mirrored about its axis. */
function turned(
  s: Sketch,
  kind: "bottle" | "jar" | "bowl",
  x: number,
  foot: number,
  tone: number,
  hue: number,
  way: number,
): void {
  const h =
    (kind === "bottle" ? s.range(26, 42) : kind === "jar" ? s.range(14, 24) : s.range(7, 10)) * s.u;
  const w =
    (kind === "bottle" ? s.range(4, 7) : kind === "jar" ? s.range(6, 9) : s.range(9, 13)) * s.u;
  const neck = w * s.range(0.26, 0.4);
  const shoulder = s.range(0.45, 0.66);
  const profile: readonly (readonly [number, number])[] =
    kind === "bottle"
      ? [
          [w * 0.92, 0],
          [w, 0.04],
          [w, shoulder],
          [neck * 1.4, shoulder + 0.12],
          [neck, shoulder + 0.2],
          [neck, 0.97],
          [neck * 1.25, 0.98],
          [neck * 1.25, 1],
        ]
      : kind === "jar"
        ? [
            [w * 0.7, 0],
            [w, 0.3],
            [w * 0.95, 0.75],
            [w * 0.6, 0.92],
            [w * 0.72, 1],
          ]
        : [
            [w * 0.4, 0],
            [w * 0.42, 0.1],
            [w * 0.85, 0.55],
            [w, 1],
          ];
  const right = profile.flatMap(([px, py]) => [x + px, foot - py * h]);
  const left = [...profile].reverse().flatMap(([px, py]) => [x - px, foot - py * h]);
  s.area([...right, ...left], tone, hue, {
    shade: { to: tone * 0.5, line: [x - way * w, 0, x + way * w, 0] },
  });
  const [rim = w] = profile.at(-1) ?? [];
  s.area(ellipse(x, foot - h, rim, rim * 0.22, 0, 20), tone * 0.4, hue, { curve: true });
  s.line(
    [x - way * w * 0.55, foot - h * 0.1, x - way * w * 0.55, foot - h * shoulder * 0.95],
    0.7 * s.u,
    Math.min(1, tone + 0.25),
    hue,
  );
}
