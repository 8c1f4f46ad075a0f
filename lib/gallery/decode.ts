import sharp, { type Sharp } from "sharp";
import type { Config } from "@/lib/config";
import { AppError, isAppError } from "@/lib/errors";
import { identifyPicture, type PictureFormat } from "./identify";
import { checkSvg } from "./svg-safety";

/** Limits on a picture from a stranger (design §5). */
export type PictureLimits = Config["limits"];

/** RGB8 pixels, HWC, sRGB, orientation applied, no transparency. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** A picture that could be read. */
export interface DecodedPicture {
  readonly format: PictureFormat;
  /** Size in px after orientation: the file's, not that of `pixels`. */
  readonly width: number;
  readonly height: number;
  readonly pixels: Pixels;
}

/** The ground of transparent pictures, and of those that would vanish on it. */
const WHITE = "#ffffff";
const MID_GREY = "#808080";

/**
 * Reads a picture of any format we know, whatever it is called: first frame, sRGB, upright, on a
 * plain ground, shrunk to fit `maxSide`.
 *
 * @param maxSide px; never enlarged.
 * @throws {AppError} `image_empty`, `image_too_large`, `image_format_unsupported`,
 *   `image_too_many_pixels`, `image_decode_timeout`, `image_unreadable`.
 */
export async function decodePicture(
  file: Buffer,
  limits: PictureLimits,
  maxSide: number,
): Promise<DecodedPicture> {
  checkFileBytes(file.length, limits);
  const format = identifyPicture(file);
  if (!format) {
    throw new AppError(
      "image_format_unsupported",
      "Expected a JPEG, PNG, WebP, AVIF, GIF, TIFF or SVG but its content is none of them. Convert it, for example to JPEG.",
    );
  }
  if (format === "svg") await checkSvg(file, limits.maxPixels);
  try {
    const { width, height, hasAlpha } = await readSize(file, limits);
    const ground = hasAlpha ? await groundOf(open(file, limits)) : undefined;
    const { data, info } = await shrink(open(file, limits), format, maxSide)
      .flatten(ground ? { background: ground } : false)
      .toColourspace("srgb")
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pixels = { data: toRgb(data, info.channels), width: info.width, height: info.height };
    return { format, width, height, pixels };
  } catch (error) {
    throw decodeFailure(error, limits);
  }
}

/** @throws {AppError} `image_empty`, `image_too_large`; before a byte is read where only stat is known. */
export function checkFileBytes(bytes: number, { maxFileBytes }: PictureLimits): void {
  if (bytes === 0) {
    throw new AppError("image_empty", "Expected a picture but the file is empty. Copy it again.");
  }
  if (bytes > maxFileBytes) {
    throw new AppError(
      "image_too_large",
      `Expected a file of at most ${maxFileBytes / 1e6} MB but received ${(bytes / 1e6).toFixed(1)} MB. Shrink it or raise WAVELENGTH_MAX_FILE_MB.`,
    );
  }
}

async function readSize(file: Buffer, { maxPixels }: PictureLimits) {
  // The header alone: nothing is decoded before its size has been checked.
  const header = await sharp(file, { limitInputPixels: false, failOn: "error" }).metadata();
  if (header.width * header.height > maxPixels) {
    throw new AppError(
      "image_too_many_pixels",
      `Expected at most ${maxPixels / 1e6} megapixels but received ${header.width} × ${header.height}. Shrink it or raise WAVELENGTH_MAX_MEGAPIXELS.`,
    );
  }
  return { ...header.autoOrient, hasAlpha: header.hasAlpha };
}

function open(file: Buffer, { maxPixels, decodeTimeoutS }: PictureLimits): Sharp {
  return sharp(file, { failOn: "error", limitInputPixels: maxPixels })
    .autoOrient()
    .timeout({ seconds: decodeTimeoutS });
}

/**
 * WebP is not shrunk while it is decoded: that skips its smoothing, and cost up to 0.08 of cosine
 * to the model's golden vectors.
 */
function shrink(picture: Sharp, format: PictureFormat, maxSide: number): Sharp {
  return picture.resize(maxSide, maxSide, {
    fit: "inside",
    withoutEnlargement: true,
    fastShrinkOnLoad: format !== "webp",
  });
}

/** White, unless what can be seen is itself nearly white and would vanish. */
async function groundOf(picture: Sharp): Promise<string> {
  const rgba = await picture
    .toColourspace("srgb")
    .resize(64, 64, { fit: "fill" })
    .ensureAlpha()
    .raw()
    .toBuffer();
  let seen = 0;
  let brightness = 0;
  for (let i = 0; i + 3 < rgba.length; i += 4) {
    const alpha = (rgba[i + 3] ?? 0) / 255;
    seen += alpha;
    brightness += (alpha * ((rgba[i] ?? 0) + (rgba[i + 1] ?? 0) + (rgba[i + 2] ?? 0))) / 765;
  }
  const isCovered = seen > 0.98 * (rgba.length / 4);
  return !isCovered && seen > 0 && brightness / seen > 0.92 ? MID_GREY : WHITE;
}

/** A grey picture comes out with one channel. */
function toRgb(data: Buffer, channels: number): Buffer {
  if (channels === 3) return data;
  const rgb = Buffer.alloc((data.length / channels) * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = data[Math.floor(i / 3) * channels] ?? 0;
  return rgb;
}

function decodeFailure(error: unknown, { decodeTimeoutS }: PictureLimits): AppError {
  if (isAppError(error)) return error;
  const text = String(error);
  if (/timeout/i.test(text)) {
    return new AppError(
      "image_decode_timeout",
      `Expected a picture that is read in ${decodeTimeoutS} s but this one takes longer. Convert it to JPEG.`,
      { cause: error },
    );
  }
  return new AppError(
    "image_unreadable",
    "Expected a whole picture but its data is damaged or cut off. Copy or export it again.",
    { cause: error },
  );
}
