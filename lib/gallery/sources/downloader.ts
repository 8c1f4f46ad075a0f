import { LRUCache } from "lru-cache";
import type { Agent } from "undici";
import { AppError, isAppError } from "@/lib/errors";
import { checkFileBytes, type PictureLimits } from "../decode";
import {
  type GuardedReply,
  guardedRequest,
  linkFailure,
  type NetworkGuards,
  openGuardedAgent,
  PUBLIC_GUARDS,
} from "../guarded-request";
import { identifyPicture } from "../identify";
import { type Clock, SYSTEM_CLOCK } from "./clock";
import { HostGate, type HostPace } from "./host-gate";
import { Presence } from "./presence";
import { retryAfterMs } from "./retry-after";
import { type Robots, readRobots } from "./robots";

const TIMEOUT_MS = 30_000;
const MAX_JSON_BYTES = 32_000_000;
/** RFC 9309 §2.5 asks for 500 KiB at least. */
const MAX_ROBOTS_BYTES = 1_000_000;
/** Answers that mean "later": tried so often more. */
const MAX_RETRIES = 4;
const FIRST_BACK_OFF_MS = 1_000;
/** A host that asks for more than this is left until the next run. */
const MAX_WAIT_MS = 120_000;
/** A request that nobody answered, to a host that answers: made so often in all. */
const MAX_TRIES = 3;
/** Hosts that are remembered: a list of links may name a hundred thousand. */
const MAX_HOSTS = 5_000;
/** Where nothing is known of a host. */
const DEFAULT_PACE: HostPace = { atOnce: 4, everyMs: 100 };
/** A host that refuses those who are too fast stays closed for half a minute or more. */
const REFUSED_WAIT_MS = 30_000;
/** A refusal that lasts is meant. */
const MAX_REFUSALS = 2;
/** However often a host refuses, it is asked once in so long. */
const SLOWEST_PACE_MS = 2_000;

/** A host whose pace is known, and whose interface is published: robots.txt is for crawlers. */
export interface PublishedHost extends HostPace {
  /** With its port, if any. */
  readonly host: string;
  /** Where pictures lie beside the interface, its robots.txt counts. */
  readonly keepsRobots?: boolean;
  /** It answers 403 to those who are too fast. */
  readonly refusesHaste?: boolean;
}

/** How a record is asked for. */
export interface JsonRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether an answer that came says that the server has no time now: it is asked for again. */
  readonly isLater?: (answer: unknown) => boolean;
}

export interface DownloaderSettings {
  readonly limits: PictureLimits;
  /** How to reach whoever runs this; hosts ask for it. */
  readonly contact?: string | undefined;
  /** What a test replaces. */
  readonly guards?: NetworkGuards;
  readonly clock?: Clock;
  readonly timeoutMs?: number;
  /** See {@link Presence}. */
  readonly awayMs?: number;
}

type Asking = Pick<Parameters<typeof guardedRequest>[1], "headers" | "checkBytes" | "signal">;

interface Host {
  readonly gate: HostGate;
  readonly everyMs: number;
  readonly isPublished: boolean;
  readonly keepsRobots: boolean;
  readonly refusesHaste: boolean;
  readonly presence: Presence;
  robots: Promise<Robots> | undefined;
}

/**
 * Fetches pictures and records from the internet as a guest should: says who it is, asks each host
 * no faster than it likes, keeps to its robots.txt (RFC 9309) unless it publishes an interface, stays
 * away as long as a `retry-after` asks, and otherwise backs off with jitter (M. Brooker: Exponential
 * Backoff And Jitter, 2015). As safe as {@link guardedRequest}.
 */
export class Downloader {
  readonly userAgent: string;
  readonly #limits: PictureLimits;
  readonly #guards: NetworkGuards;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #awayMs: number | undefined;
  readonly #hosts = new LRUCache<string, Host>({ max: MAX_HOSTS });
  #agent: Agent | undefined;

  constructor(settings: DownloaderSettings) {
    const { limits, contact, guards, clock, timeoutMs, awayMs } = settings;
    this.userAgent = `Wavelength/0.1 (image explorer; contact: ${contact ?? "not set"})`;
    this.#limits = limits;
    this.#guards = guards ?? PUBLIC_GUARDS;
    this.#clock = clock ?? SYSTEM_CLOCK;
    this.#timeoutMs = timeoutMs ?? TIMEOUT_MS;
    this.#awayMs = awayMs;
  }

  /** Makes known how a host likes to be asked, before it is asked the first time. */
  introduce(published: PublishedHost): void {
    if (this.#hosts.has(published.host)) return;
    this.#hosts.set(published.host, this.#newHost(published, published));
  }

  /**
   * A picture's bytes. No more than `maxFileBytes` of it arrive.
   *
   * @throws {AppError} `link_forbidden`, `link_unreachable`, `link_timeout`, `image_too_large`,
   *   `image_empty`, `image_format_unsupported`: this link alone fails. With `retryAfterS` nothing is
   *   known of the link yet: its host is away, and may be back by then.
   */
  async picture(
    link: string,
    signal: AbortSignal,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Buffer> {
    const checkBytes = (bytes: number) => checkFileBytes(bytes, this.#limits);
    const how = { headers: { accept: "image/*", ...headers }, checkBytes, signal };
    const { status, headers: said, body } = await this.#ask(link, how);
    if (status < 200 || status > 299) throw answered(status);
    checkBytes(body.length);
    if (!identifyPicture(body) && /text\/html/.test(String(said["content-type"]))) {
      throw new AppError(
        "image_format_unsupported",
        "Expected a picture but the link leads to a page. It has moved, or needs a login.",
      );
    }
    return body;
  }

  /**
   * A record of a published interface.
   *
   * @throws {AppError} `link_…` as {@link picture}; `link_unreachable` for what is no JSON.
   */
  async json(
    link: string,
    signal: AbortSignal,
    { headers = {}, isLater }: JsonRequest = {},
  ): Promise<unknown> {
    const checkBytes = (bytes: number) => {
      if (bytes > MAX_JSON_BYTES) throw notJson();
    };
    const how = { headers: { accept: "application/json", ...headers }, checkBytes, signal };
    const isBusy = isLater && (({ body }: GuardedReply) => isLater(tryJson(body)));
    const { status, body } = await this.#askUntilBack(link, how, isBusy);
    if (status < 200 || status > 299) throw answered(status);
    const answer = tryJson(body);
    if (answer === undefined) throw notJson();
    return answer;
  }

  async close(): Promise<void> {
    await this.#agent?.destroy();
  }

  /**
   * Waits for a host that was there and is away: what comes after a record is not known without it.
   * Who has not answered yet is not waited for: somebody has just asked, and would like to know.
   */
  async #askUntilBack(
    link: string,
    how: Asking,
    isBusy?: (reply: GuardedReply) => boolean,
  ): Promise<GuardedReply> {
    for (;;) {
      try {
        return await this.#ask(link, how, isBusy);
      } catch (error) {
        const wasThere = this.#hostOf(new URL(link)).presence.hasAnswered;
        if (!wasThere || !isAppError(error) || error.retryAfterS === undefined) throw error;
        await this.#clock.pause(1_000 * error.retryAfterS, how.signal);
      }
    }
  }

  /** @param isBusy whether an answer that came well means "later" all the same. */
  async #ask(
    link: string,
    how: Asking,
    isBusy: (reply: GuardedReply) => boolean = () => false,
  ): Promise<GuardedReply> {
    for (let tries = 0; ; tries++) {
      const reply = await this.#request(link, how, true).catch((error) => {
        if (tries >= MAX_TRIES - 1 || !this.#isWorthAnotherTry(link, error)) throw error;
      });
      const host = this.#hostOf(new URL(link));
      const isRefused = reply?.status === 403 && host.refusesHaste;
      if (reply && !isRefused && reply.status !== 429 && reply.status < 500 && !isBusy(reply)) {
        return reply;
      }
      const asked = retryAfterMs(reply?.headers["retry-after"], this.#clock.epochMs());
      const waitMs = asked ?? (isRefused ? REFUSED_WAIT_MS * (tries + 1) : backOffMs(tries));
      const most = isRefused ? MAX_REFUSALS : MAX_RETRIES;
      if (reply && (tries >= most || waitMs > MAX_WAIT_MS)) {
        throw answered(reply.status < 300 ? "that it is busy" : reply.status);
      }
      if (isRefused) host.gate.slowTo(Math.min(SLOWEST_PACE_MS, host.everyMs * 2 ** (tries + 1)));
      host.gate.hold(waitMs);
    }
  }

  /** Of a list's links many are dead, and none is waited for; a host that answers will be back. */
  #isWorthAnotherTry(link: string, error: unknown): boolean {
    const isSilence = isAppError(error) && error.code === "link_unreachable" && error.cause;
    const { isPublished, presence } = this.#hostOf(new URL(link));
    return Boolean(isSilence) && (isPublished || presence.hasAnswered);
  }

  /** One request with its redirects, each at its host's pace. */
  async #request(link: string, how: Asking, asksRobots: boolean): Promise<GuardedReply> {
    this.#agent ??= openGuardedAgent(this.#guards);
    // Waiting for one's turn is not the server's time.
    let timer: NodeJS.Timeout | undefined;
    const timeout = new AbortController();
    let host: Host | undefined;
    let isAsked = false;
    try {
      const reply = await guardedRequest(link, {
        agent: this.#agent,
        guards: this.#guards,
        headers: { ...how.headers, "user-agent": this.userAgent },
        checkBytes: how.checkBytes,
        signal: AbortSignal.any([how.signal, timeout.signal]),
        enter: async (url) => {
          clearTimeout(timer);
          // It has sent us on.
          if (isAsked) host?.presence.answered();
          isAsked = false;
          host = this.#hostOf(url);
          const { presence, gate } = host;
          checkPresence(url, presence);
          if (asksRobots && host.keepsRobots) await this.#askRobots(host, url, how.signal);
          const leave = await gate.enter(how.signal);
          try {
            // It may have gone while others had their turns.
            checkPresence(url, presence);
          } catch (error) {
            leave();
            throw error;
          }
          presence.ask();
          timer = setTimeout(() => timeout.abort(), this.#timeoutMs);
          isAsked = true;
          return leave;
        },
      });
      host?.presence.answered();
      return reply;
    } catch (error) {
      const failure = linkFailure(error, timeout.signal.aborted ? this.#timeoutMs : undefined);
      // An error with a cause is the network's; what we refused ourselves says nothing of the host.
      const isSilence = isAsked && isAppError(failure) && failure.cause !== undefined;
      if (isSilence && host?.presence.silent(isNowhere(failure.cause))) {
        throw away(link, host.presence);
      }
      if (isAsked && !isSilence) host?.presence.left();
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  }

  /** @throws {AppError} `link_forbidden` where the host does not want us. */
  async #askRobots(host: Host, url: URL, signal: AbortSignal): Promise<void> {
    host.robots ??= this.#fetchRobots(url.origin, signal);
    const robots = await host.robots.catch((error) => {
      // Asked again with the next link, until the host counts as gone.
      host.robots = undefined;
      throw error;
    });
    host.gate.slowTo(robots.everyMs);
    if (robots.allows(url)) return;
    throw new AppError(
      "link_forbidden",
      "Expected to be allowed to fetch it but the server's robots.txt asks programs to stay away.",
    );
  }

  async #fetchRobots(origin: string, signal: AbortSignal): Promise<Robots> {
    const link = `${origin}/robots.txt`;
    const checkBytes = (bytes: number) => {
      if (bytes > MAX_ROBOTS_BYTES) throw answered("more than anybody reads of a robots.txt");
    };
    const how = { headers: { accept: "text/plain" }, checkBytes, signal };
    const { status, body } = await this.#request(link, how, false);
    return readRobots(link, status, body.toString("utf8"));
  }

  #hostOf(url: URL): Host {
    const known = this.#hosts.get(url.host);
    if (known) return known;
    const host = this.#newHost(DEFAULT_PACE);
    this.#hosts.set(url.host, host);
    return host;
  }

  #newHost({ atOnce, everyMs }: HostPace, published?: PublishedHost): Host {
    return {
      gate: new HostGate({ atOnce, everyMs }, this.#clock),
      everyMs,
      isPublished: published !== undefined,
      keepsRobots: published?.keepsRobots ?? published === undefined,
      refusesHaste: published?.refusesHaste ?? false,
      robots: undefined,
      presence: new Presence(this.#clock, this.#awayMs),
    };
  }
}

function tryJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    // What is no JSON is named by whoever asked.
    return undefined;
  }
}

/** Doubles each time; a random half of it, so that those who failed together do not return together. */
function backOffMs(tries: number): number {
  return FIRST_BACK_OFF_MS * 2 ** tries * (0.5 + Math.random() / 2);
}

function answered(status: number | string): AppError {
  return new AppError("link_unreachable", `Expected a picture but the server answered ${status}.`);
}

/** @throws {AppError} `link_unreachable`, with `retryAfterS` where the host may be back by then. */
function checkPresence(url: URL, presence: Presence): void {
  if (presence.isGone) {
    throw new AppError(
      "link_unreachable",
      `Expected an answer but ${url.host} gave none to the links before. Try again later.`,
    );
  }
  if (presence.leftMs > 0) throw away(url.href, presence);
}

/** Without a cause: it says nothing new of the host. */
function away(link: string, { leftMs }: Presence): AppError {
  return new AppError(
    "link_unreachable",
    `Expected an answer but ${new URL(link).host} gives none for now. Try again later.`,
    { retryAfterS: leftMs / 1_000 },
  );
}

function isNowhere(cause: unknown): boolean {
  return (cause as NodeJS.ErrnoException).code === "ENOTFOUND";
}

function notJson(): AppError {
  return new AppError("link_unreachable", "Expected a JSON record but the server sent none.");
}
