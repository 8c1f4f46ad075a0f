import { blurred, speckle } from "../raster";
import { type Manner, painted } from "./manner";

/** Airbrush through coarse grain, like fast film: soft bloom, no line. */
export const grain: Manner = (plates, palette, seed) => {
  const { width, height, tone, accent } = plates;
  const bloom = blurred(tone, width, height, Math.min(width, height) / 40);
  const fine = speckle(seed);
  const coarse = speckle(seed + 1);
  const { rgb } = palette;
  return painted(plates, (i, x, y, put) => {
    const t = (tone[i] ?? 0) * 0.72 + (bloom[i] ?? 0) * 0.28;
    const speck =
      (fine[((y & 255) << 8) | (x & 255)] ?? 0) * 0.13 +
      (coarse[(((y >> 1) & 255) << 8) | ((x >> 1) & 255)] ?? 0) * 0.1;
    // Film shows its grain in the middle tones most.
    const at = palette.at(t + speck * (0.55 + 1.8 * t * (1 - t)), (accent[i] ?? 0) + speck * 0.5);
    put(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0);
  });
};
