import type { ImageId } from "@/lib/energy/image-id";
import type { ImageRow, StoredImage } from "./vector-store";

/**
 * When a change was made: a Lamport clock (CACM 21(7), 1978) and, between writers that did not
 * know of each other, the writer's name. A change made after another was acknowledged is later.
 */
export interface Stamp {
  readonly clock: number;
  readonly writer: string;
}

/**
 * One change, as the log keeps it. The order in which changes are read does not matter: the one
 * with the latest stamp counts (a last-writer-wins map; Shapiro et al., SSS 2011).
 */
export type StoreEvent =
  | {
      readonly kind: "put";
      readonly id: ImageId;
      readonly stamp: Stamp;
      readonly record: string;
      readonly energy: Float32Array;
      readonly copy: Float32Array;
    }
  | {
      readonly kind: "update";
      readonly id: ImageId;
      readonly stamp: Stamp;
      readonly record: string;
    }
  | { readonly kind: "remove"; readonly id: ImageId; readonly stamp: Stamp };

/** Whether `a` is later than `b`. */
export function isLater(a: Stamp, b: Stamp): boolean {
  return a.clock !== b.clock ? a.clock > b.clock : a.writer > b.writer;
}

/** An image's record, or a change of it, as JSON. */
export function writeRecord(
  image: Omit<ImageRow, "id" | "energy" | "copy"> | Pick<StoredImage, "locations" | "details">,
): string {
  const { locations, details } = image;
  if (!("thumbhash" in image)) return JSON.stringify({ locations, details });
  const { width, height, addedMs } = image;
  const thumbhash = Buffer.from(image.thumbhash).toString("base64");
  return JSON.stringify({ width, height, addedMs, thumbhash, locations, details });
}

/** The image that a put's record and the records of later updates describe. */
export function readRecord(id: ImageId, record: string, patch?: string): StoredImage {
  // Written by `writeRecord` only, from values that were checked on their way in.
  const image = JSON.parse(record) as Omit<StoredImage, "id" | "thumbhash"> & {
    readonly thumbhash: string;
  };
  const change =
    patch === undefined
      ? undefined
      : (JSON.parse(patch) as Pick<StoredImage, "locations" | "details">);
  const thumbhash = Uint8Array.from(Buffer.from(image.thumbhash, "base64"));
  return { ...image, ...change, id, thumbhash };
}
