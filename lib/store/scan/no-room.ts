import { AppError } from "@/lib/errors";

/** What stands in the way of more images than `rows` where memory cannot be had. */
export function noRoomFor(rows: number, cause: unknown): AppError {
  return new AppError(
    "store_unavailable",
    `Expected memory for more than ${rows} images but there is none; what is there can be searched. Give the server more, or move to a store that searches on disk (WAVELENGTH_STORE)`,
    { cause },
  );
}
