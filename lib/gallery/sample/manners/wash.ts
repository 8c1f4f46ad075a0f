import { blurred, cloud, smoothstep, speckle } from "../raster";
import { type Manner, painted } from "./manner";

/** Watercolour: bleeding shapes, pigment pooled at their rims, granulation, a ragged white margin. */
export const wash: Manner = (plates, palette, seed) => {
  const { width, height, tone, accent } = plates;
  const u = Math.min(width, height) / 100;
  const bleedX = cloud(width, height, 5 * u, seed);
  const bleedY = cloud(width, height, 5 * u, seed + 1);
  const fine = cloud(width, height, 1.1 * u, seed + 2);
  const pool = cloud(width, height, 16 * u, seed + 3);
  const dust = speckle(seed + 4);
  const wet = new Float32Array(tone.length);
  const hue = new Float32Array(tone.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const sx = x + (bleedX[i] ?? 0) * u * 1.1 + (fine[i] ?? 0) * u * 0.45;
      const sy = y + (bleedY[i] ?? 0) * u * 1.1 + (fine[i] ?? 0) * u * 0.45;
      const column = Math.min(width - 1, Math.max(0, Math.round(sx)));
      const row = Math.min(height - 1, Math.max(0, Math.round(sy)));
      wet[i] = tone[row * width + column] ?? 0;
      hue[i] = accent[row * width + column] ?? 0;
    }
  }
  const soft = blurred(wet, width, height, 0.9 * u);
  const softHue = blurred(hue, width, height, 1.4 * u);
  const { rgb } = palette;
  return painted(plates, (i, x, y, put) => {
    const s = soft[i] ?? 0;
    const rim = Math.abs((wet[i] ?? 0) - s);
    let t = 0.14 + 0.86 * (0.55 * (wet[i] ?? 0) + 0.45 * s);
    t -= rim * 0.5;
    t += (pool[i] ?? 0) * 0.09 * (1.2 - s) + (dust[((y & 255) << 8) | (x & 255)] ?? 0) * 0.025;
    t += (fine[i] ?? 0) * 0.025;
    const inset = Math.min(x, y, width - 1 - x, height - 1 - y) / u;
    const sheet = smoothstep(1.6, 2.3, inset + (bleedX[i] ?? 0) * 1.1 + (fine[i] ?? 0) * 0.5);
    const at = palette.at(t, softHue[i] ?? 0);
    const paper = 249 + (dust[((y & 255) << 8) | (x & 255)] ?? 0) * 4;
    put(
      paper + ((rgb[at] ?? 0) - paper) * sheet,
      paper - 2 + ((rgb[at + 1] ?? 0) - paper + 2) * sheet,
      paper - 8 + ((rgb[at + 2] ?? 0) - paper + 8) * sheet,
    );
  });
};
