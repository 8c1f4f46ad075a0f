import { isAbsolute, resolve } from "node:path";
import { rgbaToThumbHash } from "thumbhash";
import { ASPECTS, blockOf, type EnergyLayout, LIGHT_DIMS } from "@/lib/energy/aspects";
import { type ImageId, isImageId } from "@/lib/energy/image-id";
import type { ImageLocation, ImageRow, StoreSchema } from "@/lib/store/vector-store";
import { imageIdOf } from "../prepare-guest";
import { detailsOf } from "../sources/record-details";
import { scaleToUnit, vectorOf } from "./vector-values";
import type { VectorRecord, VectorsFile } from "./vectors-file";

const MAX_THUMBHASH_BYTES = 25;
const MAX_SIDE = 1_000_000;
/** Columns that are ours and say nothing to a reader. */
const OWN = new Set<string>([
  "id",
  "path",
  "url",
  "width",
  "height",
  "thumbhash",
  "energy",
  "copy",
  // Of a backup (lib/gallery/backup/rows-files.ts).
  "record",
]);

/** Where a row's picture lies: a link, an absolute path, or no more than a row of the file. */
export function placeOf(
  { path, url, id }: VectorRecord,
  file: Pick<VectorsFile, "path" | "folder">,
): string {
  if (typeof path === "string" && path !== "") return resolve(file.folder, path);
  return typeof url === "string" && url !== "" ? url : `${file.path}#${id}`;
}

/**
 * A row of the gallery.
 *
 * @param place see {@link placeOf}; with what tells whether a file there changes.
 * @returns a sentence instead when it cannot be one.
 */
export function vectorRow(
  id: ImageId,
  record: VectorRecord,
  place: ImageLocation,
  schema: StoreSchema,
): ImageRow | string {
  const [width, height] = [Number(record.width), Number(record.height)];
  if (![width, height].every((side) => side >= 1 && side <= MAX_SIDE)) {
    return `Expected a width and a height in pixels but received ${record.width} × ${record.height}.`;
  }
  const energy = energyOf(record, schema.layout);
  if (typeof energy === "string") return energy;
  const copy = new Float32Array(schema.copyDims);
  const given = vectorOf(record.copy);
  if (given && schema.copyDims > 0) {
    if (given.length !== copy.length) return dimsProblem("copy", copy.length, given.length);
    copy.set(given);
    if (!scaleToUnit(copy)) return "Expected finite numbers in copy.";
  }
  return {
    id,
    width: Math.round(width),
    height: Math.round(height),
    thumbhash: thumbhashOf(record.thumbhash) ?? blurOf(energy, schema.layout),
    details: detailsOf(plainFields(record)),
    locations: [place],
    addedMs: Date.now(),
    energy,
    copy,
  };
}

/** What is said of a row without one. */
export const NO_ID = "Expected an id of 11 base64url characters, a path or a url.";

/** Given, or made of where it lies: the same row is the same image in every run. */
export function idOf({ id, path, url }: VectorRecord, place: string): ImageId | undefined {
  if (typeof id === "string" && id !== "") return isImageId(id) ? id : undefined;
  if (!path && !url) return undefined;
  return imageIdOf(Buffer.from(isAbsolute(place) ? `file:${place}` : place));
}

function energyOf(record: VectorRecord, layout: EnergyLayout): Float32Array | string {
  const energy = new Float32Array(layout.total);
  const whole = vectorOf(record.energy);
  if (whole) {
    if (whole.length !== layout.total) return dimsProblem("energy", layout.total, whole.length);
    energy.set(whole);
  }
  for (const aspect of ASPECTS) {
    const block = blockOf(energy, aspect, layout);
    if (!whole && block.length > 0) {
      const part = vectorOf(record[aspect]);
      if (part?.length !== block.length) {
        return dimsProblem(aspect, block.length, part?.length ?? 0);
      }
      block.set(part);
    }
    if (!scaleToUnit(block)) return `Expected finite numbers in ${aspect}.`;
  }
  if (blockOf(energy, "subject", layout).every((value) => value === 0)) {
    return "Expected a direction in subject but all its numbers are 0.";
  }
  return energy;
}

function dimsProblem(name: string, expected: number, received: number): string {
  return `Expected ${expected} numbers in ${name} but received ${received}.`;
}

function plainFields(record: VectorRecord): VectorRecord {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([name, value]) => !OWN.has(name) && !(value instanceof Uint8Array) && !Array.isArray(value),
    ),
  );
}

function thumbhashOf(value: unknown): Uint8Array | undefined {
  const bytes = typeof value === "string" ? Buffer.from(value, "base64") : value;
  if (!(bytes instanceof Uint8Array)) return undefined;
  const isOne = bytes.length >= 5 && bytes.length <= MAX_THUMBHASH_BYTES;
  return isOne ? Uint8Array.from(bytes) : undefined;
}

/** A blur in greys from where the picture is light and where dark: all that is known of its looks. */
function blurOf(energy: Float32Array, layout: EnergyLayout): Uint8Array {
  const light = blockOf(energy, "light", layout);
  const side = Math.sqrt(LIGHT_DIMS);
  const rgba = new Uint8Array(4 * LIGHT_DIMS);
  for (let cell = 0; cell < LIGHT_DIMS; cell++) {
    const grey = Math.max(0, Math.min(255, Math.round(128 + 300 * (light[cell] ?? 0))));
    rgba.set([grey, grey, grey, 255], 4 * cell);
  }
  return rgbaToThumbHash(side, side, rgba);
}
