import { blurred, cloud, meanOf, stretched } from "../raster";
import { type Manner, mixInto, painted } from "./manner";

/** A copper plate: swelling engraved lines, crossed twice as it darkens, warm toned paper. */
export const etching: Manner = (plates, palette, seed) => {
  const { width, height, accent } = plates;
  // A plate without darks prints as an empty sheet: tones are drawn out, a bright whole is bent down.
  const even = stretched(plates.tone, 0.75);
  const gamma = Math.max(1, Math.log(0.58) / Math.log(Math.min(0.95, meanOf(even))));
  const tone = even.map((value) => value ** gamma);
  const u = Math.min(width, height) / 100;
  const warp = cloud(width, height, 14 * u, seed);
  const soft = blurred(tone, width, height, 1);
  const pitch = Math.max(3.9, 0.68 * u);
  // Distance from the middle of the nearest line, in pixels.
  const distance = (across: number) => Math.abs(((((across / pitch) % 1) + 1) % 1) - 0.5) * pitch;
  return painted(plates, (i, x, y, put) => {
    const t = soft[i] ?? 0;
    const local = (tone[i] ?? 0) * 0.6 + t * 0.4;
    const w = (warp[i] ?? 0) * 3.2 * u + (local - 0.5) * 1.6 * u;
    const dark = 1 - local;
    const first = dark * 0.62 * pitch - distance(y * 0.94 + x * 0.34 + w) * 1.08;
    const second = (dark - 0.42) * 0.75 * pitch - distance(y * 0.5 - x * 0.87 + w) * 1.08;
    const third = (dark - 0.74) * 0.9 * pitch - distance(y * 0.9 + x * 0.9 - w) * 1.08;
    const cover = Math.min(1, Math.max(0, Math.max(first, second, third) + 0.5));
    const paper = palette.at(0.93 - 0.1 * dark, (accent[i] ?? 0) * 0.55);
    mixInto(put, palette, paper, palette.at(0.05, accent[i] ?? 0), cover * 0.94);
  });
};
