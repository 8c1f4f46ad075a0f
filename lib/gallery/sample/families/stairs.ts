import type { Family } from "../sketch";

/** Blocks in isometry, climbing. */
export const stairs: Family = (s) => {
  const isDark = s.chance(0.4);
  s.ground(isDark ? 0.08 : 0.9, 0.2);
  const size = s.range(6, 11) * s.u;
  const wide = size * Math.cos(Math.PI / 6);
  const half = size / 2;
  const habit = s.pick(["stair", "noise", "towers"]);
  const period = s.range(3, 6);
  const climb = s.range(0.35, 0.8);
  const last = Math.ceil((s.w / wide + s.h / half) / 2) + 6;
  const heightAt = (i: number, j: number): number => {
    if (habit === "stair") return (((i % 6) + 6) % 6) * climb + Math.floor(j / 4) * 0.4;
    if (habit === "towers") return s.chance(0.25) ? s.int(2, 6) * climb : s.int(0, 1) * climb;
    return Math.round(3 + 4 * s.fbm(i / period, j / period, 2)) * climb;
  };
  for (let sum = -last; sum <= last * 2; sum++) {
    for (let i = -last; i <= last * 2; i++) {
      const j = sum - i;
      const x = s.w / 2 + (i - j) * wide;
      const y = sum * half;
      if (x < -wide * 2 || x > s.w + wide * 2 || y < -size || y > s.h + size * 7) continue;
      const top = y - heightAt(i, j) * size;
      const hue = s.chance(0.13) ? 1 : 0.25 + 0.25 * s.noise(i / 4, j / 4);
      const dim = s.range(-0.04, 0.04);
      const foot = top + size * 7;
      s.area([x - wide, top, x, top + half, x, foot + half, x - wide, foot], 0.52 + dim, hue);
      s.area([x, top + half, x + wide, top, x + wide, foot, x, foot + half], 0.22 + dim, hue);
      s.area([x, top - half, x + wide, top, x, top + half, x - wide, top], 0.86 + dim, hue);
      if (habit === "towers" && s.chance(0.2))
        s.area(
          [
            x - wide * 0.7,
            top + size * 0.55,
            x - wide * 0.35,
            top + size * 0.72,
            x - wide * 0.35,
            top + size * 1.3,
            x - wide * 0.7,
            top + size * 1.12,
          ],
          0.08,
          1,
        );
    }
  }
};
