import { type Manner, painted } from "./manner";

const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

/** Big square pixels, seven tones, ordered dither (Bayer 1973), like an old game. */
export const pixel: Manner = (plates, palette) => {
  const { width, height, tone, accent } = plates;
  const size = Math.max(4, Math.round(Math.min(width, height) / 104));
  const columns = Math.ceil(width / size);
  const rows = Math.ceil(height / size);
  const colour = new Int32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      let hue = 0;
      let count = 0;
      for (let y = row * size; y < Math.min(height, row * size + size); y++) {
        for (let x = column * size; x < Math.min(width, column * size + size); x++) {
          sum += tone[y * width + x] ?? 0;
          hue += accent[y * width + x] ?? 0;
          count++;
        }
      }
      const threshold = ((BAYER[(row & 3) * 4 + (column & 3)] ?? 0) + 0.5) / 16;
      const level = Math.floor((sum / count) * 6 + threshold);
      const hueLevel = Math.round((hue / count) * 3) / 3;
      colour[row * columns + column] = palette.at(level / 6, hueLevel);
    }
  }
  const { rgb } = palette;
  return painted(plates, (_i, x, y, put) => {
    const at = colour[Math.floor(y / size) * columns + Math.floor(x / size)] ?? 0;
    put(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0);
  });
};
