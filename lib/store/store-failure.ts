import { AppError, isAppError } from "@/lib/errors";

/**
 * Names what LanceDB throws: plain errors whose only mark is their text.
 * The text may hold paths, so it goes to `cause`.
 */
export function storeFailure(error: unknown): AppError {
  if (isAppError(error)) return error;
  const text = String(error);
  if (/ENOSPC|no space left on device|os error 28\b|os error 112\b/i.test(text)) {
    return new AppError(
      "disk_full",
      "Expected room on the disk for the gallery but it is full: free some space and run the same again; everything acknowledged is kept",
      { cause: error },
    );
  }
  return new AppError(
    "store_unavailable",
    "Expected the gallery's files to be readable and writable but they are not: see the log for the cause",
    { cause: error, retryAfterS: 1 },
  );
}

/** Whether another process committed first, so that the same may be tried again. */
export function isCommitConflict(error: unknown): boolean {
  return /commit conflict|too many concurrent writers/i.test(String(error));
}
