import { AppError } from "@/lib/errors";
import { checkFileBytes, type PictureLimits } from "./decode";
import {
  guardedRequest,
  linkFailure,
  type NetworkGuards,
  openGuardedAgent,
  PUBLIC_GUARDS,
} from "./guarded-request";

const TOTAL_TIMEOUT_MS = 15_000;

/** What a test replaces; the product never does. */
export interface FetchGuards extends NetworkGuards {
  readonly timeoutMs: number;
}

const GUARDS: FetchGuards = { ...PUBLIC_GUARDS, timeoutMs: TOTAL_TIMEOUT_MS };

/**
 * Fetches a picture that someone linked to, trusting nothing: see {@link guardedRequest}. At most
 * `maxFileBytes`; 15 s in all. What it is, its content tells.
 *
 * @throws {AppError} `link_forbidden`, `link_unreachable`, `link_timeout`, `image_too_large`,
 *   `image_empty`.
 */
export async function fetchImage(
  link: string,
  limits: PictureLimits,
  signal?: AbortSignal,
  guards: FetchGuards = GUARDS,
): Promise<Buffer> {
  const timeout = AbortSignal.timeout(guards.timeoutMs);
  const agent = openGuardedAgent(guards);
  try {
    const { status, body } = await guardedRequest(link, {
      agent,
      guards,
      headers: { accept: "image/*", "user-agent": "Wavelength" },
      checkBytes: (bytes) => checkFileBytes(bytes, limits),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (status < 200 || status > 299) {
      throw new AppError(
        "link_unreachable",
        `Expected a picture but the other server answered ${status}. Save the picture and drop the file.`,
      );
    }
    checkFileBytes(body.length, limits);
    return body;
  } catch (error) {
    throw linkFailure(error, timeout.aborted ? guards.timeoutMs : undefined);
  } finally {
    // Not awaited: a server that never ends its reply must not hold up ours.
    agent.destroy().catch(() => {});
  }
}
