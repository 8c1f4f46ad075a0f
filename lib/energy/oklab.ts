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
