import { blurred, cloud, smoothstep } from "../raster";
import { type Manner, mixInto, painted } from "./manner";

/** Dark pen lines on pale tinted paper, open hatching in the shadows. */
export const inkLine: Manner = (plates, palette, seed) => {
  const { width, height, tone, accent } = plates;
  const edges = plates.edges();
  const soft = blurred(tone, width, height, Math.min(width, height) / 150);
  const wobble = cloud(width, height, 26, seed);
  const shift = Math.round(Math.min(width, height) / 170);
  const pitch = Math.min(width, height) / 95;
  const ink = palette.at(0.03, 0);
  return painted(plates, (i, x, y, put) => {
    // The tint is printed a little beside the line, as by hand.
    const from = Math.min(height - 1, y + shift) * width + Math.min(width - 1, x + shift);
    const t = soft[from] ?? 0;
    const paper = palette.at(0.6 + 0.4 * smoothstep(0.1, 0.75, t), accent[from] ?? 0);
    const dark = soft[i] ?? 0;
    const w = (wobble[i] ?? 0) * 2.4;
    let cover = (edges[i] ?? 0) * 1.15;
    if (dark < 0.46) {
      const stroke = Math.abs((((x + y + w) / pitch) % 1) - 0.5) * pitch;
      cover = Math.max(cover, (0.35 + (0.46 - dark) * 2.6 - stroke + 0.45) * 0.85);
    }
    if (dark < 0.22) {
      const stroke = Math.abs((((x - y + w + 4000) / pitch) % 1) - 0.5) * pitch;
      cover = Math.max(cover, (0.2 + (0.22 - dark) * 4 - stroke + 0.45) * 0.85);
    }
    mixInto(put, palette, paper, ink, Math.min(0.96, Math.max(0, cover)));
  });
};
