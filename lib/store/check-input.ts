import { type ImageId, isImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import type { ImageRow, StoreSchema } from "./vector-store";

/** The most neighbours that one search may ask for. */
const MAX_LIMIT = 10_000;

/**
 * Stops rows that do not fit the collection before anything is written, and keeps the last of
 * several rows with one id.
 *
 * @throws {AppError} `dimension_mismatch`.
 * @throws {RangeError} a vector with a value that is not finite, a side that is not positive, or
 *   an id that is not one: 64 bits in 11 characters of base64url.
 */
export function checkRows(rows: readonly ImageRow[], schema: StoreSchema): ImageRow[] {
  const byId = new Map<ImageId, ImageRow>();
  for (const row of rows) {
    checkDims(row.energy, schema.layout.total, `the energy of ${row.id}`, schema);
    checkDims(row.copy, schema.copyDims, `the copy vector of ${row.id}`, schema);
    checkFinite(row.energy, row.id);
    checkFinite(row.copy, row.id);
    checkId(row.id);
    if (!(row.width > 0 && row.height > 0)) {
      throw new RangeError(`Expected sides above 0 but ${row.id} is ${row.width} × ${row.height}`);
    }
    byId.delete(row.id);
    byId.set(row.id, row);
  }
  return [...byId.values()];
}

/**
 * @throws {AppError} `dimension_mismatch`.
 * @throws {RangeError} a limit that is not a whole number from 1 to 10,000; a query with a value
 *   that is not finite.
 */
export function checkSearch(query: Float32Array, limit: number, schema: StoreSchema): void {
  checkDims(query, schema.layout.total, "a query", schema);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new RangeError(`Expected a limit from 1 to ${MAX_LIMIT} but received ${limit}`);
  }
  checkFinite(query, "the query");
}

function checkDims(vector: Float32Array, dims: number, what: string, schema: StoreSchema): void {
  if (vector.length === dims) return;
  throw new AppError(
    "dimension_mismatch",
    `Expected ${dims} dimensions for ${what} in a gallery of model ${schema.modelId} but received ${vector.length}`,
  );
}

function checkFinite(vector: Float32Array, what: string): void {
  if (vector.every(Number.isFinite)) return;
  throw new RangeError(`Expected finite numbers but the vector of ${what} has one that is not`);
}

function checkId(id: ImageId): void {
  if (isImageId(id)) return;
  throw new RangeError(
    `Expected 64 bits in base64url for an id but received ${JSON.stringify(id)}`,
  );
}
