import { createHash } from "node:crypto";
import type { Schemas } from "@qdrant/js-client-rest";
import { z } from "zod";
import type { ImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import { madeBy, orientationOf } from "../filter-match";
import { fnv1a } from "../sample-order";
import { readRecord, type Said, saidIn, writeRecord } from "../store-event";
import { bytesOf } from "../vector-bytes";
import type { ImageRow, StoredImage } from "../vector-store";
import { ENERGY } from "./collection-config";
import type { PointKind } from "./point-filter";
import { pointIdOf } from "./point-id";

export type Point = Schemas["PointStruct"];

/**
 * What each read asks for. The exact vectors stand in the payload, float32 little-endian in base64:
 * a row is read in an eighth of the time that its vectors take as JSON numbers.
 */
export const RECORD_FIELDS = ["kind", "record", "said"];
export const VECTOR_FIELDS = ["kind", "sides", "energy", "copy", "stamp"];
/** Of {@link VECTOR_FIELDS} what tells whether the others have changed: a fortieth of them. */
export const STAMP_FIELDS = ["kind", "stamp"];

const recordPayload = z.object({ record: z.string(), said: z.nullish(z.string()) });
const vectorPayload = z.object({
  sides: z.tuple([z.number(), z.number()]),
  energy: z.string(),
  copy: z.string(),
  stamp: z.optional(z.string()),
});
const stampPayload = z.object({ stamp: z.optional(z.string()) });

/** What a row says besides its record. */
export interface RowVectors {
  readonly aspectRatio: number;
  readonly energy: Float32Array;
  readonly copy: Float32Array;
  /** A digest of them all; points that were written by an earlier version have none. */
  readonly stamp: string | undefined;
}

/** @throws {RangeError} an id with a letter that none has. */
export function pointOf(row: ImageRow): Point {
  const payload = {
    kind: "image" satisfies PointKind,
    record: writeRecord(row),
    sides: [row.width, row.height],
    orientation: orientationOf(row),
    // Unsigned: the order of the sample.
    hash: fnv1a(row.id),
    energy: toBase64(row.energy),
    copy: toBase64(row.copy),
    stamp: stampOf(row),
    ...facetsOf(row.details),
  };
  return { id: requirePoint(row.id), vector: { [ENERGY]: Array.from(row.energy) }, payload };
}

/** What is left of an image that was removed by hand: no vector, so that no search can find it. */
export function tombstoneOf(id: ImageId): Point {
  return { id: requirePoint(id), vector: {}, payload: { kind: "removed" satisfies PointKind } };
}

/** What an update writes over: `null` takes a field's value out of its index. */
export function saidPayload(said: Said): Record<string, unknown> {
  return {
    said: JSON.stringify({ locations: said.locations, details: said.details }),
    ...facetsOf(said.details),
  };
}

/** @throws {AppError} `store_unavailable` for a point that was not written by {@link pointOf}. */
export function readImage(id: ImageId, payload: unknown): StoredImage {
  const { record, said } = parse(recordPayload, id, payload);
  const image = readRecord(id, record);
  return said ? { ...image, ...saidIn(said) } : image;
}

/** @throws {AppError} `store_unavailable` for a point that was not written by {@link pointOf}. */
export function readVectors(id: ImageId, payload: unknown): RowVectors {
  const { sides, energy, copy, stamp } = parse(vectorPayload, id, payload);
  const [width, height] = sides;
  return {
    aspectRatio: width / height,
    energy: fromBase64(energy),
    copy: fromBase64(copy),
    stamp,
  };
}

/** The stamp alone. @throws {AppError} `store_unavailable` as {@link readVectors}. */
export function readStamp(id: ImageId, payload: unknown): string | undefined {
  return parse(stampPayload, id, payload).stamp;
}

/** Whether a point is an image: what was removed keeps its place. */
export function isImagePayload(payload: unknown): boolean {
  return (payload as { kind?: unknown } | null | undefined)?.kind === "image";
}

function facetsOf(details: StoredImage["details"]): Record<string, unknown> {
  return {
    made: madeBy(details),
    licence: details.licence ?? null,
    source: details.source ?? null,
    year: details.year ?? null,
  };
}

function requirePoint(id: ImageId): string {
  const point = pointIdOf(id);
  if (point !== undefined) return point;
  throw new RangeError(`Expected an id in base64url but received ${JSON.stringify(id)}`);
}

function parse<T>(schema: z.ZodType<T>, id: ImageId, payload: unknown): T {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  throw new AppError(
    "store_unavailable",
    `Expected the engine to keep image ${id} as it was written but its point lacks something: add its file again`,
    { cause: result.error },
  );
}

/** SHA-256, shortened to 96 bits: no two rows of one image have the same by chance. */
function stampOf({ width, height, energy, copy }: ImageRow): string {
  const hash = createHash("sha256").update(JSON.stringify([width, height]));
  for (const vector of [energy, copy]) hash.update(bytesOf(vector));
  return hash.digest("base64").slice(0, 16);
}

function toBase64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

function fromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, "base64");
  // A copy: a Buffer from the pool may stand at any byte.
  return new Float32Array(new Uint8Array(bytes).buffer, 0, bytes.length >> 2);
}
