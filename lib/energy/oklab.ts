/** A colour in OKLab: L in [0, 1], a and b in about [−0.32, 0.32]. */
export type Lab = readonly [lightness: number, a: number, b: number];

/** Linear light of each 8-bit sRGB value (IEC 61966-2-1). */
const LINEAR = Float64Array.from({ length: 256 }, (_, byte) => {
  const c = byte / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
});

/**
 * 8-bit sRGB to OKLab (Björn Ottosson, "A perceptual color space for image processing", 2020).
 *
 * @param out receives L in [0, 1], then a and b in about [−0.32, 0.32]; made when left out. Passing
 *   one spares an allocation a pixel.
 */
export function oklabOf(
  red: number,
  green: number,
  blue: number,
  out: Float64Array = new Float64Array(3),
): Float64Array {
  const r = LINEAR[red] ?? 0;
  const g = LINEAR[green] ?? 0;
  const b = LINEAR[blue] ?? 0;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  out[0] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  out[1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  out[2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return out;
}

/** `0xrrggbb` in OKLab. */
export function labOf(rgb: number): Lab {
  const [lightness = 0, a = 0, b = 0] = oklabOf((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255);
  return [lightness, a, b];
}

/** OKLab's L of an 8-bit sRGB colour, in [0, 1]. */
export function lightnessOf(red: number, green: number, blue: number): number {
  return oklabOf(red, green, blue, scratch)[0] ?? 0;
}

const scratch = new Float64Array(3);

/** @throws {RangeError} unless `rgb` holds exactly `width × height` RGB8 pixels, at least one. */
export function checkPixels(rgb: Uint8Array, width: number, height: number): void {
  const sizes = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0;
  if (sizes && rgb.length === width * height * 3) return;
  throw new RangeError(
    `Expected ${width} × ${height} × 3 bytes of RGB but received ${rgb.length} bytes`,
  );
}

/**
 * OKLab to 8-bit sRGB; chroma is lowered until the colour exists, lightness is kept.
 *
 * @param lightness in [0, 1].
 */
export function rgbOfLab([lightness, a, b]: Lab): [number, number, number] {
  for (let chroma = 1; chroma > 0; chroma -= 0.04) {
    const linear = linearOfLab(lightness, a * chroma, b * chroma);
    if (linear.every((c) => c > -0.002 && c < 1.002)) return encode(linear);
  }
  return encode(linearOfLab(lightness, 0, 0));
}

function linearOfLab(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function encode(linear: readonly [number, number, number]): [number, number, number] {
  return linear.map((channel) => {
    const c = Math.min(1, Math.max(0, channel));
    return Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055));
  }) as [number, number, number];
}
