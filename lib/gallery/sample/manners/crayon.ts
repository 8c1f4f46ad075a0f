import { cloud, smoothstep, speckle } from "../raster";
import { type Manner, painted } from "./manner";

/** Wax crayon on toothed paper: slanting strokes, paper showing through, waxy darks. */
export const crayon: Manner = (plates, palette, seed) => {
  const { width, height, tone, accent } = plates;
  const u = Math.min(width, height) / 100;
  const tooth = cloud(width, height, Math.max(3, 0.5 * u), seed);
  const wander = cloud(width, height, 9 * u, seed + 1);
  const fine = speckle(seed + 2);
  const stroke = speckle(seed + 3);
  const { rgb } = palette;
  return painted(plates, (i, x, y, put) => {
    // Strokes run along x − y: noise looked up across them changes, along them hardly.
    const across = (x + y) / (0.42 * u) + (wander[i] ?? 0) * 2.2;
    const along = (x - y) / (15 * u);
    const row = Math.floor(across);
    const f = across - row;
    const column = Math.floor(along + row * 0.37) & 255;
    const here = stroke[((row & 255) << 8) | column] ?? 0;
    const next = stroke[(((row + 1) & 255) << 8) | column] ?? 0;
    const line = here + (next - here) * f;
    // The hand slips over the edges it fills.
    const slip = Math.round(line * 0.55 * u);
    const sx = Math.min(width - 1, Math.max(0, x + slip));
    const sy = Math.min(height - 1, Math.max(0, y - slip));
    const j = sy * width + sx;
    const t = tone[j] ?? 0;
    const speck = fine[((y & 255) << 8) | (x & 255)] ?? 0;
    const pressure = 0.62 + 0.62 * (1 - t) + line * 0.3;
    const cover = smoothstep(-0.25, 0.5, pressure - 0.5 + (tooth[i] ?? 0) * 0.75 + speck * 0.18);
    const at = palette.at(t * 0.9 + line * 0.05, accent[j] ?? 0);
    put(
      246 + ((rgb[at] ?? 0) - 246) * cover,
      241 + ((rgb[at + 1] ?? 0) - 241) * cover,
      230 + ((rgb[at + 2] ?? 0) - 230) * cover,
    );
  });
};
