import { AppError, isAppError } from "@/lib/errors";

/** What became of one request, for whoever decides whether to ask again. */
export interface Failure {
  readonly error: AppError;
  /** Whether the same may be asked again: the engine is away, busy, or broke off. */
  readonly isPassing: boolean;
}

/** Statuses of an engine, or of a proxy before it, that pass. 408: it did not finish in time. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Names what the engine's client throws. Addresses, names of collections and what the engine said
 * go to `cause`.
 *
 * @param retryAfterMs what the engine asked for; at most a minute is told on.
 */
export function readFailure(error: unknown, retryAfterMs = 0): Failure {
  if (isAppError(error)) return { error, isPassing: false };
  const { status, said } = answerOf(error);
  const retryAfterS = Math.min(60, Math.max(1, Math.ceil(retryAfterMs / 1_000)));
  const fail = (message: string, isPassing: boolean): Failure => ({
    error: new AppError("store_unavailable", message, { cause: error, retryAfterS }),
    isPassing,
  });
  if (status === 507 || /no space left|disk (is )?full|out of disk/i.test(said)) {
    const message =
      "Expected room on the engine's disk but it is full: free some space there and run the same again; everything acknowledged is kept";
    return { error: new AppError("disk_full", message, { cause: error }), isPassing: false };
  }
  if (status === undefined) {
    return fail(
      "Expected the vector engine to answer but it cannot be reached: is it running?",
      true,
    );
  }
  if (status === 401 || (status === 403 && !/lock/i.test(said))) {
    return fail(
      "Expected the vector engine to let us in but it refuses: set WAVELENGTH_QDRANT_KEY",
      false,
    );
  }
  if (status === 404) {
    return fail("Expected the gallery's collection in the vector engine but it is gone", false);
  }
  if (PASSING.has(status)) {
    return fail(`Expected the vector engine to do as asked but it answered ${status}`, true);
  }
  return fail(`Expected the vector engine to take what was asked but it answered ${status}`, false);
}

/** Whether the engine said that something is not there. */
export function isNotFound(error: unknown): boolean {
  return isAppError(error) && answerOf(error.cause).status === 404;
}

/** The client's errors have no exported class: their marks are `status` and `data`. */
function answerOf(error: unknown): { readonly status: number | undefined; readonly said: string } {
  const { status, data } = (error ?? {}) as { status?: unknown; data?: unknown };
  const said = typeof data === "string" ? data : JSON.stringify(data ?? "");
  if (typeof status === "number") return { status, said };
  // For a 429 that says when to come back the client throws a class of its own.
  const isBusy = error instanceof Error && error.name === "QdrantClientResourceExhaustedError";
  return { status: isBusy ? 429 : undefined, said };
}

/** For a write that the engine took in but has not stored yet. */
export function unfinished(status: string): AppError {
  return new AppError(
    "store_unavailable",
    `Expected the vector engine to store what it was given but it is behind (${status}): run the same again`,
    { retryAfterS: 5 },
  );
}
