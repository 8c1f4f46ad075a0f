import { type Manner, painted } from "./manner";

/** Two inks on cream paper through round-dot screens at 15° and 45°, slightly out of register. */
export const halftonePrint: Manner = (plates, palette) => {
  const { width, height, tone, accent } = plates;
  const pitch = Math.max(5.5, Math.min(width, height) / 82);
  const paper = palette.at(0.965, 0);
  const key = palette.at(0.04, 0);
  const { rgb } = palette;
  const dot = (x: number, y: number, turn: number, cover: number) => {
    const c = Math.cos(turn) / pitch;
    const s = Math.sin(turn) / pitch;
    const value =
      0.5 + 0.25 * (Math.cos((x * c + y * s) * 6.2832) + Math.cos((y * c - x * s) * 6.2832));
    return Math.min(1, Math.max(0, (cover * 1.12 - 0.06 - (1 - value)) * pitch * 0.62 + 0.5));
  };
  const shift = Math.round(pitch * 0.3);
  return painted(plates, (i, x, y, put) => {
    const j = Math.min(width * height - 1, i + shift);
    const dark = 1 - (tone[i] ?? 0);
    const colour = dot(x + 40, y, 0.262, Math.min(1, (1 - (tone[j] ?? 0)) * 1.55));
    const black = dot(x, y + 40, 0.785, Math.max(0, (dark - 0.34) * 1.35));
    const ink = palette.at(0.56, (accent[j] ?? 0) > 0.45 ? 1 : 0);
    const mix = (channel: number) => {
      const base = rgb[paper + channel] ?? 0;
      const tinted = base + ((rgb[ink + channel] ?? 0) - base) * colour;
      return tinted + ((rgb[key + channel] ?? 0) - tinted) * black * 0.95;
    };
    put(mix(0), mix(1), mix(2));
  });
};
