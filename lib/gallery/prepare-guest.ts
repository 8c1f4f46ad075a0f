import { createHash } from "node:crypto";
import sharp from "sharp";
import { rgbaToThumbHash } from "thumbhash";
import type { ImageEmbedding, ModelDescription } from "@/lib/embedding/embedder";
import { ASPECTS, type EnergyLayout } from "@/lib/energy/aspects";
import { IMAGE_ID_BYTES, type ImageId } from "@/lib/energy/image-id";
import { lightOf } from "@/lib/energy/light";
import { paletteOf } from "@/lib/energy/palette";
import type { UnitVector } from "@/lib/energy/unit-vector";
import { decodePicture, type PictureLimits, type Pixels } from "./decode";

/** Sides in px: what thumbnails are made from, what pixel aspects and blurs are computed on. */
const BASE_SIDE = 1_280;
const ASPECT_SIDE = 128;
const THUMBHASH_SIDE = 96;
const PREVIEW_WIDTH = 640;

/** Everything of a picture but what the model makes of it. */
export interface PreparedPicture {
  readonly id: ImageId;
  readonly format: string;
  /** Px of the file, upright. */
  readonly width: number;
  readonly height: number;
  /** At most 1,280 px a side. */
  readonly pixels: Pixels;
  /** What `Embedder.embedImage` takes. */
  readonly square: Uint8Array;
  readonly thumbhash: Uint8Array;
  readonly palette: UnitVector;
  readonly light: UnitVector;
  /** A WebP of at most 640 px width. */
  preview(): Promise<Buffer>;
}

/**
 * Decodes a picture and computes all that needs no model. The same for a guest and for the gallery,
 * so that a file dropped on the wall meets its own row.
 *
 * @throws {AppError} what {@link decodePicture} throws.
 */
export async function prepareGuest(
  file: Buffer,
  model: Pick<ModelDescription, "imageSize" | "fit">,
  limits: PictureLimits,
): Promise<PreparedPicture> {
  const { format, width, height, pixels } = await decodePicture(file, limits, BASE_SIDE);
  const [square, sample, blur] = await Promise.all([
    resized(pixels, model.imageSize, model.fit),
    resized(pixels, ASPECT_SIDE, "fill"),
    thumbhashOf(pixels),
  ]);
  return {
    id: imageIdOf(file),
    format,
    width,
    height,
    pixels,
    square: new Uint8Array(square),
    thumbhash: blur,
    palette: paletteOf(sample, ASPECT_SIDE, ASPECT_SIDE),
    light: lightOf(sample, ASPECT_SIDE, ASPECT_SIDE),
    preview: () => toWebp(pixels, PREVIEW_WIDTH),
  };
}

/** The id of a file: the first 64 bits of its SHA-256. */
export function imageIdOf(file: Buffer): ImageId {
  const digest = createHash("sha256").update(file).digest();
  return digest.subarray(0, IMAGE_ID_BYTES).toString("base64url") as ImageId;
}

/** The four aspects side by side. */
export function energyOf(
  { subject, style }: Pick<ImageEmbedding, "subject" | "style">,
  palette: UnitVector,
  light: UnitVector,
  layout: EnergyLayout,
): Float32Array {
  const energy = new Float32Array(layout.total);
  const blocks = { subject, style, palette, light };
  for (const aspect of ASPECTS) energy.set(blocks[aspect], layout.blocks[aspect].offset);
  return energy;
}

/** A WebP of at most `width` px; never enlarged. */
export function toWebp(pixels: Pixels, width: number): Promise<Buffer> {
  return fromPixels(pixels)
    .resize({ width, withoutEnlargement: true })
    .webp({ quality: 78, effort: 2 })
    .toBuffer();
}

/** Linear, because the model was trained on area-averaged pictures and sharper ones look drawn. */
function resized(pixels: Pixels, side: number, fit: "fill" | "cover"): Promise<Buffer> {
  return fromPixels(pixels).resize(side, side, { fit, kernel: "linear" }).raw().toBuffer();
}

async function thumbhashOf(pixels: Pixels): Promise<Uint8Array> {
  const { data, info } = await fromPixels(pixels)
    .resize(THUMBHASH_SIDE, THUMBHASH_SIDE, { fit: "inside" })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return rgbaToThumbHash(info.width, info.height, data);
}

function fromPixels({ data, width, height }: Pixels) {
  return sharp(data, { raw: { width, height, channels: 3 } });
}
