import { blurred, cloud, meanOf, speckle } from "../raster";
import { type Manner, mixInto, painted, stepped } from "./manner";

/** A two-block print: black block carved with gouge marks over one block of colour. */
export const linocut: Manner = (plates, palette, seed) => {
  const { width, height, tone, plain, accent, light } = plates;
  const u = Math.min(width, height) / 100;
  const wide = blurred(plain, width, height, 9 * u);
  const warp = cloud(width, height, 11 * u, seed);
  const nick = cloud(width, height, 2.2 * u, seed + 1);
  const salt = speckle(seed + 2);
  // A block is cut so that black and white share it, however bright the picture is.
  const level = 0.4 + (meanOf(tone) - 0.45) * 0.75;
  const cut = new Float32Array(tone.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      // Local contrast first: a block has only black and not black.
      const t = (tone[i] ?? 0) + ((plain[i] ?? 0) - (wide[i] ?? 0)) * 0.8;
      const gouge = Math.sin((y + x * 0.25 + (warp[i] ?? 0) * 5 * u) * (3.6 / u)) * 0.13;
      cut[i] = t + gouge + (nick[i] ?? 0) * 0.06;
    }
  }
  const key = palette.at(0.02, 0);
  const colour = stepped(blurred(tone, width, height, 0.8), width, height, 4);
  return painted(plates, (i, x, y, put) => {
    const c = cut[i] ?? 0;
    const black = Math.min(1, Math.max(0, (level - c) * 14 + 0.5));
    const worn = salt[((y & 255) << 8) | (x & 255)] ?? 0;
    const paper = palette.at(
      0.32 + 0.66 * (colour[i] ?? 0) + 0.04 * (light[i] ?? 0),
      accent[i] ?? 0,
    );
    mixInto(put, palette, paper, key, black * (worn > 0.9 ? 0.55 : 0.97));
  });
};
