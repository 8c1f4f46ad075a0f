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
    /\b(?:xlink:)?href\s*=\s*(?:"\s*(?!#|data:image\/(?:png|jpe?g|webp|gif)[;,])[^"]|'\s*(?!#|data:image\/(?:png|jpe?g|webp|gif)[;,])[^'])/i,
    "external references",
  ],
  [/url\(\s*["']?\s*(?!#|data:image\/)[^\s"')#]/i, "external references"],
];

/**
 * Refuses an SVG that does more than draw. Our renderer would neither run scripts nor load other
 * files, but then the picture is not what its author drew, and other viewers would run them.
 *
 * @throws {AppError} `image_unreadable` naming what it has; `image_too_large`.
 */
export function checkSvg(file: Buffer): void {
  if (file.length > MAX_SVG_BYTES) {
    throw new AppError(
      "image_too_large",
      `Expected an SVG of at most ${MAX_SVG_BYTES / 1e6} MB but received ${(file.length / 1e6).toFixed(1)} MB. Export it as PNG.`,
    );
  }
  const text = file.toString("utf8");
  const danger = DANGERS.find(([pattern]) => pattern.test(text));
  if (!danger) return;
  throw new AppError(
    "image_unreadable",
    `Expected an SVG that only draws but this one has ${danger[1]}. Export it as PNG.`,
  );
}
