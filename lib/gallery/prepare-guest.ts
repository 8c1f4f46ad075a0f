import { createHash } from "node:crypto";
import sharp from "sharp";
import { rgbaToThumbHash } from "thumbhash";
import type { ImageEmbedding, ModelDescription } from "@/lib/embedding/embedder";
import { ASPECTS, type EnergyLayout } from "@/lib/energy/aspects";
import { IMAGE_ID_BYTES, type ImageId } from "@/lib/energy/image-id";
import { lightOf } from "@/lib/energy/light";
import { paletteOf } from "@/lib/energy/palette";
import type { Crop } from "@/lib/energy/recipe";
import type { UnitVector } from "@/lib/energy/unit-vector";
import { AppError } from "@/lib/errors";
import { decodePicture, type PictureLimits, type Pixels } from "./decode";

/** Sides in px: what thumbnails are made from, what pixel aspects and blurs are computed on. */
const BASE_SIDE = 1_280;
const ASPECT_SIDE = 128;
const THUMBHASH_SIDE = 96;
const PREVIEW_WIDTH = 640;
/** A small part of a large picture is cut from more pixels, up to these. */
const MAX_CROP_BASE = 4_096;
/** Fewer pixels a side show neither a thing nor a manner. */
const MIN_CROP_SIDE = 16;

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

/** What a crop is embedded from: all of a {@link PreparedPicture} that an energy needs. */
export type PreparedCrop = Pick<PreparedPicture, "square" | "palette" | "light">;

/**
 * A part of a picture, cut from as many pixels as the file has for it (up to 4,096 a side are read).
 *
 * @throws {AppError} `invalid_request` for a crop of fewer than 16 px a side; what
 *   {@link decodePicture} throws.
 */
export async function prepareCrop(
  file: Buffer,
  crop: Crop,
  model: Pick<ModelDescription, "imageSize" | "fit">,
  limits: PictureLimits,
): Promise<PreparedCrop> {
  const enough = Math.ceil(BASE_SIDE / Math.max(crop.width, crop.height));
  const { pixels } = await decodePicture(file, limits, Math.min(MAX_CROP_BASE, enough));
  const part = await cut(pixels, crop);
  const [square, sample] = await Promise.all([
    resized(part, model.imageSize, model.fit),
    resized(part, ASPECT_SIDE, "fill"),
  ]);
  return {
    square: new Uint8Array(square),
    palette: paletteOf(sample, ASPECT_SIDE, ASPECT_SIDE),
    light: lightOf(sample, ASPECT_SIDE, ASPECT_SIDE),
  };
}

async function cut(pixels: Pixels, crop: Crop): Promise<Pixels> {
  const left = Math.floor(crop.x * pixels.width);
  const top = Math.floor(crop.y * pixels.height);
  const width = Math.min(pixels.width - left, Math.round(crop.width * pixels.width));
  const height = Math.min(pixels.height - top, Math.round(crop.height * pixels.height));
  if (width < MIN_CROP_SIDE || height < MIN_CROP_SIDE) {
    throw new AppError(
      "invalid_request",
      `Expected a crop of at least ${MIN_CROP_SIDE} × ${MIN_CROP_SIDE} px but received ${width} × ${height}. Take a larger part.`,
    );
  }
  const data = await fromPixels(pixels).extract({ left, top, width, height }).raw().toBuffer();
  return { data, width, height };
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
