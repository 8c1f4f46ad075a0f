import type { Family } from "../sketch";
import { orb } from "./landscape";

/** Trunks in the mist, near ones dark, firs or bare branches. */
export const forest: Family = (s) => {
  const mist = s.range(0.6, 0.95);
  s.field(
    8,
    (x, y) => mist - 0.5 * Math.min(1, Math.hypot(x - s.focus.x, y - s.focus.y) / s.w),
    (_x, y) => 0.8 * (1 - y / s.h),
  );
  if (s.chance(0.5)) orb(s, s.focus.x, s.focus.y * 0.8, s.range(5, 10) * s.u);
  const isFir = s.chance(0.55);
  for (let depth = 0; depth < 4; depth++) {
    const near = depth / 3;
    const tone = mist * 0.75 * (1 - near) + 0.04;
    const foot = s.h * (0.76 + 0.2 * near);
    const count = Math.round((s.w / s.u) * (0.2 - 0.13 * near));
    for (let i = 0; i < count; i++) {
      const x = ((i + s.range(-0.4, 0.4)) / (count - 1)) * s.w;
      const width = (0.7 + 3 * near ** 1.4) * s.range(0.6, 1.2) * s.u;
      if (isFir) {
        const height = (22 + 34 * near) * s.range(0.7, 1.15) * s.u;
        const points = [x, foot - height];
        const back: number[] = [];
        for (let k = 1; k <= 7; k++) {
          const w = (k / 7) * height * 0.2;
          const y = foot - height + (k / 7) * height * 0.94;
          points.push(x + w, y, x + w * 0.5, y - height * 0.015);
          back.unshift(x - w * 0.5, y - height * 0.015, x - w, y);
        }
        s.area(
          [...points, x + width * 0.3, foot, x - width * 0.3, foot, ...back],
          tone,
          0.25 * (1 - near),
        );
      } else {
        const lean = s.range(-3, 3) * s.u;
        s.ribbon(
          [x, foot + s.u, x + lean * 0.4, s.h * 0.4, x + lean, -6],
          (t) => width * (1.25 - 0.6 * t),
          tone,
          0.25 * (1 - near),
        );
        const boughs = s.int(1, 4);
        for (let k = 0; k < boughs; k++) {
          const y = s.h * s.range(0.05, 0.5);
          const way = s.pick([-1, 1]);
          const reach = s.range(4, 12) * s.u * (0.5 + near);
          s.ribbon(
            [
              x + lean * 0.6,
              y,
              x + way * reach * 0.5,
              y - reach * 0.35,
              x + way * reach,
              y - reach * 0.8,
            ],
            (t) => width * 0.42 * (1 - t),
            tone,
            0.2,
          );
        }
      }
    }
    s.area(
      [
        -4,
        foot,
        s.w * 0.3,
        foot - s.range(0, 2) * s.u,
        s.w * 0.7,
        foot + s.range(0, 2) * s.u,
        s.w + 4,
        foot,
        s.w + 4,
        s.h + 4,
        -4,
        s.h + 4,
      ],
      tone,
      0.3,
      { curve: false },
    );
  }
};
