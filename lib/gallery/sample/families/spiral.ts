import { ellipse, type Family } from "../sketch";

/** A turn of the golden angle from seed to seed (Vogel 1979): sunflowers, shells, galaxies. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

/** Seeds in a spiral, as discs, leaves or scales. */
export const spiral: Family = (s) => {
  const isDark = s.chance(0.55);
  s.ground(isDark ? 0.07 : 0.93, 0.1);
  const { x, y } = s.focus;
  const kind = s.pick(["seed", "leaf", "arm"]);
  if (kind === "arm") {
    const arms = s.int(3, 9);
    const tightness = s.range(0.14, 0.32) * s.pick([-1, 1]);
    for (let arm = 0; arm < arms * 2; arm++) {
      const start = (arm / arms) * Math.PI;
      const points: number[] = [];
      for (let i = 0; i <= 60; i++) {
        const r = (0.6 + i ** 1.25 * 0.6) * s.u;
        const a = start + Math.log(r / s.u + 1) / tightness;
        points.push(x + Math.cos(a) * r, y + Math.sin(a) * r);
      }
      const wide = (60 / arms) * s.u * s.range(0.25, 0.5);
      s.ribbon(
        points,
        (t) => wide * t ** 1.2 + 0.3 * s.u,
        isDark ? s.range(0.35, 0.95) : s.range(0.1, 0.7),
        s.random(),
      );
    }
    return;
  }
  const gap = s.range(2.2, 3.8) * s.u;
  const count = Math.min(1_100, Math.round((Math.max(s.w, s.h) / gap) ** 2 * 0.7));
  const sign = s.pick([-1, 1]);
  for (let i = count; i > 0; i--) {
    const r = gap * Math.sqrt(i) * 0.95;
    const a = i * GOLDEN_ANGLE * sign;
    const px = x + Math.cos(a) * r;
    const py = y + Math.sin(a) * r;
    if (px < -gap || py < -gap || px > s.w + gap || py > s.h + gap) continue;
    const share = Math.sqrt(i / count);
    const tone = isDark ? 0.95 - 0.65 * share : 0.12 + 0.55 * share;
    const hue = i % 13 === 0 ? 1 : Math.min(1, share * 0.9);
    if (kind === "seed") s.disc(px, py, gap * (0.26 + 0.36 * share), tone, hue);
    else
      s.area(
        ellipse(px, py, gap * (0.5 + 0.75 * share), gap * (0.2 + 0.3 * share), a, 12),
        tone + (i % 2 ? 0.05 : -0.05),
        hue,
        { curve: true },
      );
  }
};
