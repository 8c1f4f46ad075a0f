import { cloud } from "../raster";
import { type Manner, mixInto, painted } from "./manner";

/** White drafting on a deep ground: a squared sheet, thin construction lines, shade by light hatching. */
export const blueprint: Manner = (plates, palette, seed) => {
  const { width, height, tone, accent, light } = plates;
  const edges = plates.edges();
  const minor = Math.max(9, Math.round(Math.min(width, height) / 40));
  const stain = cloud(width, height, minor * 5, seed);
  const pitch = Math.max(4, minor / 3);
  return painted(plates, (i, x, y, put) => {
    const l = light[i] ?? 0;
    const t = tone[i] ?? 0;
    const ground = palette.at(
      0.1 + 0.2 * l + 0.14 * t + (stain[i] ?? 0) * 0.025,
      (accent[i] ?? 0) * 0.35,
    );
    const column = x % minor === 0;
    const row = y % minor === 0;
    const major = x % (minor * 5) === 0 || y % (minor * 5) === 0;
    let cover = column || row ? (major ? 0.26 : 0.11) : 0;
    const hatch = Math.abs((((x - y) / pitch + 4000) % 1) - 0.5) * pitch;
    cover = Math.max(cover, Math.min(0.5, Math.max(0, (t - 0.5) * 2.2 - hatch * 0.55)));
    cover = Math.max(cover, Math.min(1, (edges[i] ?? 0) * (0.38 + 0.75 * l)));
    mixInto(put, palette, ground, palette.at(0.96, (accent[i] ?? 0) * 0.5), cover);
  });
};
