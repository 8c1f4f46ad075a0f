import type { Family } from "../sketch";

/** Ink combed through ink: a few warps of the plane, then stripes. */
export const marbling: Family = (s) => {
  const period = s.range(45, 80) * s.u;
  const warp = s.range(0.7, 1.5);
  const veins = s.range(3.5, 7);
  const comb = s.range(0, 0.25);
  const turn = s.range(0, Math.PI);
  const warped = (px: number, py: number) => {
    const x = (px * Math.cos(turn) - py * Math.sin(turn)) / period;
    const y = (px * Math.sin(turn) + py * Math.cos(turn)) / period;
    const a = s.fbm(x, y, 2);
    const b = s.fbm(x + 5.2, y + 1.3, 2);
    return s.fbm(x + warp * a, y + warp * b, 2) + comb * Math.sin(y * 9) + 0.35 * a;
  };
  s.field(
    3,
    (x, y) => {
      const k = warped(x, y) * veins;
      const vein = Math.abs((((k % 1) + 1) % 1) - 0.5) * 2;
      const band = (((Math.floor(k) * 37) % 5) + 5) % 5;
      return Math.min(0.97, Math.max(0.04, 0.12 + band * 0.17 + 0.22 * vein ** 0.6));
    },
    (x, y) => {
      const band = (((Math.floor(warped(x, y) * veins) * 53) % 3) + 3) % 3;
      return band / 2;
    },
  );
};
