import { lookup as dnsLookup } from "node:dns/promises";
import { isIP } from "node:net";
import { Agent, type Dispatcher, request } from "undici";
import { AppError, isAppError } from "@/lib/errors";
import { isPublicAddress } from "./public-address";
import { readWhole } from "./read-whole";

const MAX_REDIRECTS = 5;

/** Which addresses are connected to; what a test replaces, the product never does. */
export interface NetworkGuards {
  readonly resolve: (host: string) => Promise<readonly { address: string; family: number }[]>;
  readonly isAllowed: (address: string) => boolean;
}

/** Public addresses only. */
export const PUBLIC_GUARDS: NetworkGuards = {
  resolve: (host) => dnsLookup(host, { all: true, verbatim: true }),
  isAllowed: isPublicAddress,
};

/** How a link is asked for. */
export interface GuardedRequest {
  /** Made by {@link openGuardedAgent} with the same guards. */
  readonly agent: Dispatcher;
  readonly guards: NetworkGuards;
  readonly headers: Readonly<Record<string, string>>;
  /** Ends the reading of a body that is longer; throws what the caller calls that. */
  readonly checkBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
  /** Waits for a turn at the host, at every redirect anew. @returns what is called afterwards. */
  readonly enter?: (url: URL) => Promise<() => void>;
}

/** An answer that is no redirect. */
export interface GuardedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty unless the status is 200 to 299. */
  readonly body: Buffer;
}

/** Connects to allowed addresses alone; the one that was checked is the one connected to. */
export function openGuardedAgent(guards: NetworkGuards): Agent {
  return new Agent({ connect: { lookup: guardedLookup(guards) as never } });
}

/**
 * Asks for what somebody linked to, trusting nothing: http and https only; allowed addresses only,
 * again at each of at most five redirects; what is packed stays packed.
 *
 * @throws {AppError} `link_forbidden`; `link_unreachable` after a sixth redirect; what `checkBytes`
 *   and `enter` throw; what undici throws: see {@link linkFailure}.
 */
export async function guardedRequest(link: string, how: GuardedRequest): Promise<GuardedReply> {
  let url = parseLink(link, how.guards);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const leave = await how.enter?.(url);
    let answered: Dispatcher.ResponseData["body"] | undefined;
    try {
      const { agent: dispatcher, signal } = how;
      const answer = await request(url, { dispatcher, signal, headers: how.headers });
      const { statusCode: status, headers, body } = answer;
      answered = body;
      // An abort after the last read would otherwise be an error that nobody listens to.
      body.on("error", () => {});
      const next = redirectOf(status, headers.location);
      if (next === undefined && status >= 200 && status <= 299) {
        // A length that is no number, or none, says nothing.
        const announced = Number(headers["content-length"]);
        if (announced > 0) how.checkBytes(announced);
        return { status, headers, body: await readWhole(body, how.checkBytes) };
      }
      if (next === undefined) return { status, headers, body: Buffer.alloc(0) };
      url = parseLink(URL.canParse(next, url) ? new URL(next, url).href : next, how.guards);
    } finally {
      // What is not read to its end would go on arriving, and hold the connection.
      answered?.destroy();
      leave?.();
    }
  }
  throw new AppError(
    "link_unreachable",
    `Expected at most ${MAX_REDIRECTS} redirects but the link goes on. Use the picture's own address.`,
  );
}

/** What a failed request means, in words for whoever gave the link. @param timeoutMs when it timed out. */
export function linkFailure(error: unknown, timeoutMs: number | undefined): unknown {
  if (isAppError(error)) return error;
  const { cause, name } = error as Error;
  if (isAppError(cause)) return cause;
  if (timeoutMs !== undefined) {
    return new AppError(
      "link_timeout",
      `Expected the picture within ${timeoutMs / 1_000} s but the other server is slower. Save it and drop the file.`,
      { cause: error },
    );
  }
  if (name === "AbortError") return error;
  return new AppError(
    "link_unreachable",
    "Expected a picture at the link but the other server cannot be reached. Check the address.",
    { cause: error },
  );
}

function parseLink(link: string, { isAllowed }: NetworkGuards): URL {
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
function guardedLookup({ resolve, isAllowed }: NetworkGuards) {
  return (host: string, options: { all?: boolean }, callback: LookupCallback): void => {
    resolve(host).then((answers) => {
      const [first] = answers;
      if (!first) callback(nowhere(host));
      else if (!answers.every(({ address }) => isAllowed(address))) callback(forbidden());
      else if (options.all) callback(null, [...answers]);
      else callback(null, first.address, first.family);
    }, callback);
  };
}

/** As the system says it. */
function nowhere(host: string): Error {
  return Object.assign(new Error(`no address for ${host}`), { code: "ENOTFOUND" });
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
