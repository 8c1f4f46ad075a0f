import { isDeepStrictEqual } from "node:util";
import { AppError } from "@/lib/errors";
import type { StoreSchema } from "./vector-store";

/**
 * Refuses to bring together vectors of two models: they mean nothing to each other.
 *
 * @param what has the second schema, as in "this backup".
 * @throws {AppError} `model_mismatch` naming both models and what to do.
 */
export function requireSameSchema(expected: StoreSchema, other: StoreSchema, what: string): void {
  const plain = ({ modelId, copyDims, layout }: StoreSchema) => ({ modelId, copyDims, layout });
  if (isDeepStrictEqual(plain(expected), plain(other))) return;
  throw new AppError(
    "model_mismatch",
    `Expected vectors of ${describe(expected)} but those of ${what} are of ${describe(other)}: start with that model (WAVELENGTH_MODEL), or add the pictures anew with this one.`,
  );
}

function describe({ modelId, layout, copyDims }: StoreSchema): string {
  return `${modelId} (${layout.total} + ${copyDims} dims)`;
}
