import { type Manner, painted, stepped } from "./manner";

/** Cut-paper shapes: six clean tones, two hues, no texture. */
export const flatColour: Manner = (plates, palette) => {
  const { width, height, tone, accent } = plates;
  const flat = stepped(tone, width, height, 6);
  const hue = stepped(accent, width, height, 3);
  const { rgb } = palette;
  return painted(plates, (i, _x, _y, put) => {
    const t = 0.5 + ((flat[i] ?? 0) - 0.5) * 1.12;
    const at = palette.at(t, ((hue[i] ?? 0) - 0.16) * 1.48);
    put(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0);
  });
};
