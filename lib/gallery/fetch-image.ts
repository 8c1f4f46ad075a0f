import { lookup as dnsLookup } from "node:dns/promises";
import { isIP } from "node:net";
import { Agent, request } from "undici";
import { AppError, isAppError } from "@/lib/errors";
import { checkFileBytes, type PictureLimits } from "./decode";
import { isPublicAddress } from "./public-address";

const TOTAL_TIMEOUT_MS = 15_000;
const MAX_REDIRECTS = 5;

/** What a test replaces; the product never does. */
export interface FetchGuards {
  readonly resolve: (host: string) => Promise<readonly { address: string; family: number }[]>;
  readonly isAllowed: (address: string) => boolean;
  readonly timeoutMs: number;
}

const GUARDS: FetchGuards = {
  resolve: (host) => dnsLookup(host, { all: true, verbatim: true }),
  isAllowed: isPublicAddress,
  timeoutMs: TOTAL_TIMEOUT_MS,
};

/**
 * Fetches a picture that someone linked to, trusting nothing: http and https only; public addresses
 * only, where the address that was checked is the one connected to (no DNS rebinding), again at each
 * of at most five redirects; at most `maxFileBytes`; 15 s in all. What it is, its content tells.
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
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const agent = new Agent({ connect: { lookup: guardedLookup(guards) as never } });
  try {
    let url = parseLink(link, guards);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const answer = await request(url, {
        dispatcher: agent,
        signal: either,
        headers: { accept: "image/*", "user-agent": "Wavelength" },
      });
      // An abort after the last read would otherwise be an error that nobody listens to.
      answer.body.on("error", () => {});
      const next = redirectOf(answer.statusCode, answer.headers.location);
      if (next === undefined) {
        requireSuccess(answer.statusCode);
        return await readLimited(answer.body, Number(answer.headers["content-length"]), limits);
      }
      answer.body.destroy();
      url = parseLink(new URL(next, url).href, guards);
    }
    throw new AppError(
      "link_unreachable",
      `Expected at most ${MAX_REDIRECTS} redirects but the link goes on. Use the picture's own address.`,
    );
  } catch (error) {
    throw linkFailure(error, timeout, guards.timeoutMs);
  } finally {
    // Not awaited: a server that never ends its reply must not hold up ours.
    agent.destroy().catch(() => {});
  }
}

function parseLink(link: string, { isAllowed }: FetchGuards): URL {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol) || url.username || url.password) {
    throw new AppError(
      "link_forbidden",
      "Expected an http or https link without a password. Open the picture and copy its address.",
    );
  }
  // An address in the link is connected to without a lookup, so it is checked here.
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) && !isAllowed(host)) throw forbidden();
  return url;
}

type LookupCallback = (
  error: Error | null,
  address?: string | { address: string; family: number }[],
  family?: number,
) => void;

/** Stands in for the system's lookup when a socket is opened: all answers must be public. */
function guardedLookup({ resolve, isAllowed }: FetchGuards) {
  return (host: string, options: { all?: boolean }, callback: LookupCallback): void => {
    resolve(host).then((answers) => {
      const [first] = answers;
      if (!first) callback(new Error(`no address for ${host}`));
      else if (!answers.every(({ address }) => isAllowed(address))) callback(forbidden());
      else if (options.all) callback(null, [...answers]);
      else callback(null, first.address, first.family);
    }, callback);
  };
}

function forbidden(): AppError {
  return new AppError(
    "link_forbidden",
    "Expected a link to a public address but it leads into a private network. Save the picture and drop the file.",
  );
}

function redirectOf(status: number, location: string | string[] | undefined): string | undefined {
  if (status < 300 || status > 399) return undefined;
  return typeof location === "string" ? location : undefined;
}

function requireSuccess(status: number): void {
  if (status >= 200 && status <= 299) return;
  throw new AppError(
    "link_unreachable",
    `Expected a picture but the other server answered ${status}. Save the picture and drop the file.`,
  );
}

async function readLimited(
  body: AsyncIterable<Buffer>,
  announcedBytes: number,
  limits: PictureLimits,
): Promise<Buffer> {
  if (announcedBytes > limits.maxFileBytes) checkFileBytes(announcedBytes, limits);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limits.maxFileBytes) checkFileBytes(bytes, limits);
    chunks.push(chunk);
  }
  checkFileBytes(bytes, limits);
  return Buffer.concat(chunks);
}

function linkFailure(error: unknown, timeout: AbortSignal, timeoutMs: number): unknown {
  if (isAppError(error)) return error;
  const { cause } = error as Error;
  if (isAppError(cause)) return cause;
  if (timeout.aborted) {
    return new AppError(
      "link_timeout",
      `Expected the picture within ${timeoutMs / 1_000} s but the other server is slower. Save it and drop the file.`,
      { cause: error },
    );
  }
  if ((error as Error).name === "AbortError") return error;
  return new AppError(
    "link_unreachable",
    "Expected a picture at the link but the other server cannot be reached. Check the address.",
    { cause: error },
  );
}
