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

/** What a change can change. */
export type Said = Pick<StoredImage, "locations" | "details">;

/** Whether `a` is later than `b`. */
export function isLater(a: Stamp, b: Stamp): boolean {
  return a.clock !== b.clock ? a.clock > b.clock : a.writer > b.writer;
}

/** An image's record, or a change of it, as JSON. */
export function writeRecord(image: Omit<ImageRow, "id" | "energy" | "copy"> | Said): string {
  const { locations, details } = image;
  if (!("thumbhash" in image)) return JSON.stringify({ locations, details });
  const { width, height, addedMs } = image;
  const thumbhash = Buffer.from(image.thumbhash).toString("base64");
  return JSON.stringify({ width, height, addedMs, thumbhash, locations, details });
}

/** The image that a record describes. */
export function readRecord(id: ImageId, record: string): StoredImage {
  // Written by `writeRecord` only, from values that were checked on their way in.
  const image = JSON.parse(record) as Omit<StoredImage, "id" | "thumbhash"> & {
    readonly thumbhash: string;
  };
  return { ...image, id, thumbhash: Uint8Array.from(Buffer.from(image.thumbhash, "base64")) };
}

/** The record of an image of which something else is said now. */
export function mergeRecord(record: string, { locations, details }: Said): string {
  return JSON.stringify({ ...(JSON.parse(record) as object), locations, details });
}

/** What an image's record, or a change of it, says. */
export function saidIn(record: string): Said {
  const { locations, details } = JSON.parse(record) as Said;
  return { locations, details };
}
