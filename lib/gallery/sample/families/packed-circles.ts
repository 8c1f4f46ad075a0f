import type { Family } from "../sketch";

/** Circles as large as they can be without touching, some of them targets. */
export const packedCircles: Family = (s) => {
  const isDark = s.chance(0.45);
  s.ground(isDark ? 0.09 : 0.93, 0.1);
  const placed: { x: number; y: number; r: number }[] = [];
  const largest = s.range(10, 22) * s.u;
  const gap = s.range(0.3, 1) * s.u;
  for (let tries = 0; tries < 2_600 && placed.length < 420; tries++) {
    const x = s.range(-0.02, 1.02) * s.w;
    const y = s.range(-0.02, 1.02) * s.h;
    const away = Math.hypot(x - s.focus.x, y - s.focus.y) / (s.w * 0.7);
    let room = largest * Math.max(0.25, 1 - away * 0.6);
    for (const other of placed)
      room = Math.min(room, Math.hypot(x - other.x, y - other.y) - other.r - gap);
    if (room > 0.7 * s.u) placed.push({ x, y, r: room });
  }
  const period = s.range(30, 60) * s.u;
  const share = s.range(0.15, 0.8);
  for (const { x, y, r } of placed) {
    const tone = Math.min(
      0.95,
      Math.max(0.12, 0.52 + 0.5 * s.noise(x / period, y / period) + s.range(-0.15, 0.15)),
    );
    const hue = s.chance(0.25) ? 1 : s.range(0, 0.6);
    s.disc(x, y, r, tone, hue);
    if (r < 2.4 * s.u || !s.chance(share)) continue;
    const rings = s.int(1, 3);
    for (let i = 1; i <= rings; i++)
      s.disc(
        x,
        y,
        r * (1 - i / (rings + 1)),
        i % 2 ? (tone > 0.5 ? tone - 0.36 : tone + 0.36) : tone,
        1 - hue,
      );
  }
};
