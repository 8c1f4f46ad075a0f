import type { Family } from "../sketch";
import { orb, sky } from "./landscape";

/** A city in three depths, its windows lit. */
export const skyline: Family = (s) => {
  const isNight = s.chance(0.55);
  sky(s, isNight ? 0.1 : 0.62, isNight ? 0.45 : 0.95, s.h * 0.9, s.range(0.4, 1));
  if (s.chance(0.75)) orb(s, s.focus.x, s.focus.y * 0.7, s.range(6, 12) * s.u);
  for (let depth = 0; depth < 3; depth++) {
    const tone = (isNight ? 0.36 : 0.66) - depth * (isNight ? 0.15 : 0.26);
    const tall = s.range(24, 40) + depth * 3;
    let x = -s.range(0, 8) * s.u;
    while (x < s.w) {
      const w = s.range(5, 11 + depth * 2) * s.u;
      const centred = Math.exp(-(((x - s.focus.x) / (s.w * 0.4)) ** 2));
      const h =
        (tall * s.range(0.35, 1) * (0.55 + 0.6 * centred) + 10 - depth * 4) *
        s.u *
        (s.h / s.u / 100);
      const top = s.h - h;
      s.area([x, s.h + 4, x, top, x + w, top, x + w, s.h + 4], tone, 0.15, {
        shade: { to: tone * 0.75, line: [x, 0, x + w, 0] },
      });
      const roof = s.random();
      if (roof < 0.18) s.area([x, top, x + w / 2, top - w * 0.5, x + w, top], tone, 0.15);
      else if (roof < 0.4)
        s.line(
          [x + w / 2, top, x + w / 2, top - s.range(3, 9) * s.u],
          0.5 * s.u,
          tone,
          0.15,
          false,
        );
      else if (roof < 0.55) s.box(x + w * 0.2, top - 2.4 * s.u, w * 0.4, 2.5 * s.u, tone, 0.15);
      if (depth > 0) {
        const lit = isNight ? s.range(0.25, 0.6) : 0.2;
        for (let wy = top + 2 * s.u; wy < s.h - 3 * s.u; wy += 3.1 * s.u)
          for (let wx = x + 1.1 * s.u; wx < x + w - 1.6 * s.u; wx += 2.3 * s.u)
            if (s.chance(lit))
              s.box(wx, wy, 1.2 * s.u, 1.6 * s.u, isNight ? 0.92 : 0.12, isNight ? 1 : 0);
      }
      x += w + s.range(0, 1.6) * s.u;
    }
  }
};
