import type { Palette } from "../palettes";
import type { Plates } from "../plates";

/** A manner: turns plates into RGBA pixels in a hand of its own, whatever the family. */
export type Manner = (plates: Plates, palette: Palette, seed: number) => Uint8ClampedArray;

/** Fills a picture pixel by pixel; `paint` writes a colour through `put`. */
export function painted(
  { width, height }: Plates,
  paint: (i: number, x: number, y: number, put: Put) => void,
): Uint8ClampedArray {
  const out = new Uint8ClampedArray(width * height * 4);
  let at = 0;
  const put: Put = (r, g, b) => {
    out[at] = r;
    out[at + 1] = g;
    out[at + 2] = b;
    out[at + 3] = 255;
  };
  let i = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      at = i * 4;
      paint(i, x, y, put);
      i++;
    }
  }
  return out;
}

/** Writes the present pixel, 0..255 each. */
export type Put = (r: number, g: number, b: number) => void;

/** Puts colour `over` (an offset in the palette) on colour `under` with opacity `alpha`. */
export function mixInto(
  put: Put,
  { rgb }: Palette,
  under: number,
  over: number,
  alpha: number,
): void {
  const r = rgb[under] ?? 0;
  const g = rgb[under + 1] ?? 0;
  const b = rgb[under + 2] ?? 0;
  put(
    r + ((rgb[over] ?? 0) - r) * alpha,
    g + ((rgb[over + 1] ?? 0) - g) * alpha,
    b + ((rgb[over + 2] ?? 0) - b) * alpha,
  );
}

/**
 * Tone in `levels` flat steps with borders about one pixel soft: hard steps on a slow gradient
 * would show a staircase.
 */
export function stepped(
  tone: Float32Array,
  width: number,
  height: number,
  levels: number,
): Float32Array {
  const out = new Float32Array(tone.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      const value = (tone[i] ?? 0) * levels;
      const right = tone[x < width - 1 ? i + 1 : i] ?? 0;
      const below = tone[y < height - 1 ? i + width : i] ?? 0;
      const slope = Math.hypot(right - (tone[i] ?? 0), below - (tone[i] ?? 0)) * levels + 0.002;
      const base = Math.floor(value - 0.5);
      const rise = Math.min(1, Math.max(0, (value - 0.5 - base - 0.5) / slope + 0.5));
      out[i] = Math.min(1, Math.max(0, (base + rise + 0.5) / levels));
    }
  }
  return out;
}
