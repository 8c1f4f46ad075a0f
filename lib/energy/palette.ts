import { PALETTE_DIMS } from "./aspects";
import { checkPixels, oklabOf } from "./oklab";
import { normalize, type UnitVector } from "./unit-vector";

/*
 * 64 bins on three rings of OKLab: 4 greys, 12 hues × 3 lightnesses of muted colour, 12 hues × 2
 * lightnesses of vivid colour. Hue has no bins near grey, where it is noise, and lightness has
 * fewer where sRGB has less room. Hues are what tells palettes apart: 12 of them with fewer
 * lightnesses find the same palette in 0.77 of the ten nearest of the sample gallery, 8 of them
 * in 0.69 (docs/adr/0011).
 */
const GREYS = 4;
const HUES = 12;
/** Tinted paper and skin are this far from grey. */
const MUTED = { chroma: 0.04, darkest: 0.25, lightest: 0.85, steps: 3, offset: GREYS };
/** Every hue of sRGB reaches this chroma at some lightness. */
const VIVID = { chroma: 0.12, darkest: 0.35, lightest: 0.85, steps: 2, offset: GREYS + HUES * 3 };

/**
 * Which colours a picture has and how much of each: a soft histogram in OKLab, square-rooted and
 * L2-normalised, so that the dot product of two palettes is their Bhattacharyya coefficient, in
 * [0, 1] (Bhattacharyya 1943; square roots as in Arandjelović & Zisserman, CVPR 2012).
 *
 * A pixel is shared out linearly among up to eight bins (two chromas × two hues × two
 * lightnesses), so a small change of colour is a small change of the vector. Where a pixel stands
 * does not matter. Never zero.
 *
 * @param rgb sRGB8, HWC. Cost is linear in pixels: 128 × 128 is enough and takes about 1.5 ms.
 * @returns 64 values ≥ 0.
 * @throws {RangeError} when `rgb` is not `width × height × 3` bytes, or empty.
 */
export function paletteOf(rgb: Uint8Array, width: number, height: number): UnitVector {
  checkPixels(rgb, width, height);
  const bins = new Float64Array(PALETTE_DIMS);
  const lab = new Float64Array(3);
  for (let i = 0; i < rgb.length; i += 3) {
    oklabOf(rgb[i] ?? 0, rgb[i + 1] ?? 0, rgb[i + 2] ?? 0, lab);
    addColour(bins, lab[0] ?? 0, lab[1] ?? 0, lab[2] ?? 0);
  }
  return normalize(bins.map(Math.sqrt));
}

/** Adds one pixel, weight 1 in all. */
function addColour(bins: Float64Array, lightness: number, a: number, b: number): void {
  const chroma = Math.sqrt(a * a + b * b);
  if (chroma < MUTED.chroma) {
    const share = chroma / MUTED.chroma;
    addGrey(bins, lightness, 1 - share);
    // Near grey atan2 would cost time for a share that rounds to nothing.
    if (share > 1e-4) addHue(bins, MUTED, lightness, Math.atan2(b, a), share);
    return;
  }
  const share = Math.min(1, (chroma - MUTED.chroma) / (VIVID.chroma - MUTED.chroma));
  const hue = Math.atan2(b, a);
  if (share < 1) addHue(bins, MUTED, lightness, hue, 1 - share);
  if (share > 0) addHue(bins, VIVID, lightness, hue, share);
}

function addGrey(bins: Float64Array, lightness: number, weight: number): void {
  const at = clamp(lightness * (GREYS - 1), GREYS - 1);
  const low = Math.min(GREYS - 2, Math.floor(at));
  add(bins, low, weight * (low + 1 - at));
  add(bins, low + 1, weight * (at - low));
}

function addHue(
  bins: Float64Array,
  ring: typeof MUTED,
  lightness: number,
  hue: number,
  weight: number,
): void {
  const last = ring.steps - 1;
  const scaled = ((lightness - ring.darkest) / (ring.lightest - ring.darkest)) * last;
  const at = clamp(scaled, last);
  const low = Math.min(last - 1, Math.floor(at));
  const turn = (hue / (2 * Math.PI) + 1) * HUES;
  const first = Math.floor(turn);
  const second = turn - first;
  const near = ring.offset + (first % HUES) * ring.steps + low;
  const far = ring.offset + ((first + 1) % HUES) * ring.steps + low;
  const up = at - low;
  add(bins, near, weight * (1 - second) * (1 - up));
  add(bins, near + 1, weight * (1 - second) * up);
  add(bins, far, weight * second * (1 - up));
  add(bins, far + 1, weight * second * up);
}

function add(bins: Float64Array, index: number, weight: number): void {
  bins[index] = (bins[index] ?? 0) + weight;
}

function clamp(value: number, high: number): number {
  return Math.min(high, Math.max(0, value));
}
