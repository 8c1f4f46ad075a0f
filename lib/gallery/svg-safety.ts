import sharp from "sharp";
import { AppError } from "@/lib/errors";

/** An SVG is text that someone drew; larger ones are exports that would take minutes to render. */
const MAX_SVG_BYTES = 5_000_000;

const DANGERS: readonly (readonly [RegExp, string])[] = [
  [/<!ENTITY/i, "entities"],
  [/<script[\s>/]/i, "scripts"],
  [/\son[a-z]+\s*=/i, "event handlers"],
  [/<foreignObject[\s>/]/i, "foreign objects"],
  [/@import/i, "imported styles"],
  [
    /\b(?:xlink:)?href\s*=\s*(?:"\s*(?!#|data:image\/(?:png|jpe?g|webp|gif);base64,)[^"]|'\s*(?!#|data:image\/(?:png|jpe?g|webp|gif);base64,)[^'])/i,
    "external references",
  ],
  [/url\(\s*["']?\s*(?!#)[^\s"')#]/i, "external references"],
];

/** Pictures within the drawing, in base64. */
const EMBEDDED = /data:image\/[a-z+]+;base64,([A-Za-z0-9+/=\s]*)/gi;

/**
 * Refuses an SVG that does more than draw. Our renderer would neither run scripts nor load other
 * files, but then the picture is not what its author drew, and other viewers would run them.
 *
 * @param maxPixels of all the pictures that are embedded in it: the renderer unpacks each whole.
 * @throws {AppError} `image_unreadable` naming what it has; `image_too_large`;
 *   `image_too_many_pixels`.
 */
export async function checkSvg(file: Buffer, maxPixels: number): Promise<void> {
  if (file.length > MAX_SVG_BYTES) {
    throw new AppError(
      "image_too_large",
      `Expected an SVG of at most ${MAX_SVG_BYTES / 1e6} MB but received ${(file.length / 1e6).toFixed(1)} MB. Export it as PNG.`,
    );
  }
  const text = file.toString("utf8");
  const danger = DANGERS.find(([pattern]) => pattern.test(text));
  if (danger) throw refused(danger[1]);
  let pixels = 0;
  for (const [, base64 = ""] of text.matchAll(EMBEDDED)) pixels += await pixelsOf(base64);
  if (pixels <= maxPixels) return;
  throw new AppError(
    "image_too_many_pixels",
    `Expected an SVG that embeds pictures of at most ${maxPixels / 1e6} megapixels but received ${(pixels / 1e6).toFixed(0)}. Export it as PNG.`,
  );
}

/** By its header alone: nothing is unpacked. */
async function pixelsOf(base64: string): Promise<number> {
  try {
    const picture = sharp(Buffer.from(base64, "base64"), { limitInputPixels: false });
    const { width, height } = await picture.metadata();
    return width * height;
  } catch (error) {
    throw refused("an embedded picture that is damaged", error);
  }
}

function refused(what: string, cause?: unknown): AppError {
  return new AppError(
    "image_unreadable",
    `Expected an SVG that only draws but this one has ${what}. Export it as PNG.`,
    { cause },
  );
}
