/** Every failure the app can name. One row per code; the HTTP status lives here and nowhere else. */
const STATUS_BY_CODE = {
  invalid_request: 400,
  source_unknown: 400,
  source_invalid: 400,
  trail_damaged: 400,
  board_damaged: 400,
  board_foreign: 400,
  board_newer: 400,
  board_too_large: 413,
  link_forbidden: 400,
  not_owner: 403,
  image_not_found: 404,
  folder_not_found: 404,
  gallery_busy: 409,
  gallery_not_empty: 409,
  gallery_incomplete: 500,
  backup_damaged: 400,
  host_unknown: 421,
  server_busy: 503,
  map_unfinished: 503,
  map_too_large: 409,
  image_too_large: 413,
  image_too_many_pixels: 413,
  image_empty: 415,
  image_unreadable: 415,
  image_format_unsupported: 415,
  image_decode_timeout: 422,
  link_unreachable: 502,
  link_timeout: 504,
  link_invalid: 502,
  collection_unreachable: 502,
  collection_invalid: 502,
  embedder_overloaded: 503,
  embedder_unavailable: 503,
  store_unavailable: 503,
  dimension_mismatch: 500,
  model_mismatch: 500,
  collection_foreign: 500,
  model_invalid: 500,
  disk_full: 507,
} as const;

/** The stable name of a failure; callers and tests match on it, never on the message. */
export type ErrorCode = keyof typeof STATUS_BY_CODE;

const BRAND = Symbol.for("wavelength.error");

/**
 * An expected failure, safe to show to a caller.
 *
 * `message` states what was expected, what arrived and the way out. Anything private
 * (stack, upstream body, file path) goes in `cause`, which is logged, never sent.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly [BRAND] = true;
  readonly code: ErrorCode;
  /** For 503: after how many seconds a caller may try again. */
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { retryAfterS?: number }) {
    super(message, options);
    this.code = code;
    this.retryAfterS = options?.retryAfterS;
  }

  get status(): number {
    return STATUS_BY_CODE[this.code];
  }
}

/**
 * Whether `error` is an {@link AppError}. Use this, not `instanceof`: Next.js bundles
 * `instrumentation.ts` and each route apart, so one process holds several copies of the class.
 */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && BRAND in error;
}
