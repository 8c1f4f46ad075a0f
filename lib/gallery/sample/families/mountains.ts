import type { Family } from "../sketch";
import { orb, ridge, sky } from "./landscape";

/** Ranges behind ranges, paler the farther they are. */
export const mountains: Family = (s) => {
  const isNight = s.chance(0.3);
  sky(s, isNight ? 0.15 : 0.6, isNight ? 0.6 : 0.96, s.h * 0.6);
  if (s.chance(0.7)) orb(s, s.focus.x, Math.min(s.focus.y, s.h * 0.45), s.range(6, 12) * s.u);
  const ranges = s.int(4, 7);
  const rough = s.int(3, 5);
  for (let i = 0; i < ranges; i++) {
    const near = i / (ranges - 1);
    const y = s.h * (0.42 + 0.46 * near);
    const tone = (isNight ? 0.55 : 0.78) * (1 - near) + 0.07;
    s.area(
      ridge(s, y, (26 - 10 * near) * s.u, (46 - 10 * near) * s.u, rough),
      tone,
      0.7 - 0.6 * near,
      {
        shade: { to: Math.min(1, tone + 0.2), line: [0, y - 6 * s.u, 0, y + 26 * s.u] },
      },
    );
  }
};
