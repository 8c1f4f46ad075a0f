import { type Lab, rgbOfLab } from "@/lib/energy/oklab";
import { paletteOf } from "@/lib/energy/palette";
import type { UnitVector } from "@/lib/energy/unit-vector";

/** One colour of a mix. */
export interface MixedColour {
  readonly lab: Lab;
  /** Of the whole, > 0; shares need not add up to 1. */
  readonly share: number;
  /** How far the colour may be off, as a factor of the usual: 1, or more for "-ish". */
  readonly spread: number;
}

/**
 * Standard deviations: of lightness, of chroma as a factor, of hue in radians. Wider finds pictures
 * of two colours better and pictures of one worse (docs/adr/0016).
 */
const SPREAD = { lightness: 0.12, chroma: 0.3, hue: 0.2 };
const PIXELS = 1_024;

/**
 * The palette of a picture that is made of these colours: pixels scattered around each, read by the
 * very code that reads images. The scatter is what makes a pure colour meet real pictures, in which
 * teal is always shades of teal; without it a swatch fills two bins of 64 and a picture thirty.
 *
 * @returns 64 values ≥ 0, length 1.
 */
export function mixedPalette(colours: readonly MixedColour[]): UnitVector {
  const whole = colours.reduce((sum, { share }) => sum + share, 0);
  const pixels: number[] = [];
  for (const { lab, share, spread } of colours) {
    const count = Math.max(1, Math.round((PIXELS * share) / whole));
    for (let i = 0; i < count; i++) pixels.push(...scattered(lab, i, spread));
  }
  return paletteOf(Uint8Array.from(pixels), pixels.length / 3, 1);
}

/** The i-th of a fixed cloud of pixels around a colour. */
function scattered([lightness, a, b]: Lab, i: number, spread: number): [number, number, number] {
  const l = lightness + spread * SPREAD.lightness * normal(i, 0);
  const factor = Math.max(0, 1 + spread * SPREAD.chroma * normal(i, 1));
  const turn = spread * SPREAD.hue * normal(i, 2);
  const [cos, sin] = [factor * Math.cos(turn), factor * Math.sin(turn)];
  return rgbOfLab([Math.min(1, Math.max(0, l)), a * cos - b * sin, a * sin + b * cos]);
}

/** Steps of the R₃ sequence (Roberts 2018): points that fill the unit cube evenly, in any number. */
const STEPS = [0.8191725134, 0.6710436067, 0.5497004779];

/** Standard normal of point `i` on one axis: the sum of a logistic curve is near enough. */
function normal(i: number, axis: number): number {
  const uniform = (0.5 + (i + 1) * (STEPS[axis] ?? 0)) % 1;
  // Logit scaled to variance 1 and clipped: no pixel of a cloud is another colour.
  return Math.max(-2.2, Math.min(2.2, Math.log(uniform / (1 - uniform)) / 1.702));
}
