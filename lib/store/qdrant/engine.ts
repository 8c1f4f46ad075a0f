import { setTimeout as delay } from "node:timers/promises";
import { QdrantClient } from "@qdrant/js-client-rest";
import { Agent } from "undici";
import { AppError } from "@/lib/errors";
import { retryAfterMs } from "@/lib/gallery/sources/retry-after";
import { type Failure, readFailure } from "./engine-failure";
import { type Answer, notingDispatcher } from "./noting-dispatcher";

/** What can be asked of the engine: the client's typed calls. */
export type Api = ReturnType<QdrantClient["api"]>;

/** One request: made by the client's typed call, with a signal and a dispatcher of ours. */
export type Ask<T> = (
  api: Api,
  init: RequestInit,
) => Promise<{ readonly data: { readonly result?: T } }>;

/** How long is waited for an answer, and for the engine to come back. */
export interface Patience {
  /** For an answer of the last node that may be asked. */
  readonly timeoutMs: number;
  /** From the first request to the last: a pause that would end later is not begun. */
  readonly totalMs: number;
  /**
   * For an answer of a node that others can be asked instead of, once `totalMs` is over; before, it has
   * what is left of that.
   */
  readonly leastMs: number;
}

/** With what is read, and with what is written. */
export interface EnginePatience {
  readonly reading: Patience;
  readonly writing: Patience;
}

const PATIENCE: EnginePatience = {
  // Somebody waits for a wall: an engine that is away is named within seconds.
  reading: { timeoutMs: 5_000, totalMs: 3_000, leastMs: 1_000 },
  // An engine that restarts should cost an ingest nothing.
  writing: { timeoutMs: 60_000, totalMs: 60_000, leastMs: 10_000 },
};

const FIRST_BACK_OFF_MS = 50;
const MAX_BACK_OFF_MS = 5_000;
/** Connections to one node; more questions than that wait for one of them. */
const CONNECTIONS = 32;
const CONNECT_TIMEOUT_MS = 3_000;

/** Who asks something of an engine. */
export type Asking = Pick<Engine, "read" | "write">;

/**
 * A Qdrant engine: every request has a time-out, and one that failed by chance is made again after a
 * pause that grows and is part chance (M. Brooker, Exponential Backoff and Jitter, 2015), or that the
 * engine asked for. Everything we ask may be asked twice.
 */
export class Engine {
  readonly #agent: Agent;
  readonly #nodes: readonly Api[];
  readonly #patience: EnginePatience;
  /** Aborted when nothing more is to be asked. */
  readonly #closing = new AbortController();
  /** The node that answered last: asked until it fails. */
  #at = 0;

  /** @param options.urls of its nodes' REST interfaces, with their ports: at least one. */
  constructor(options: {
    readonly urls: readonly string[];
    readonly apiKey?: string;
    readonly patience?: EnginePatience;
  }) {
    const { urls, apiKey, patience = PATIENCE } = options;
    this.#patience = patience;
    this.#agent = new Agent({
      connections: CONNECTIONS,
      keepAliveTimeout: 10_000,
      connect: { timeout: CONNECT_TIMEOUT_MS },
    });
    this.#nodes = urls.map((url) => apiOf(url, apiKey));
  }

  /**
   * Asks for something, again where that may help.
   *
   * @throws {AppError} `store_unavailable`. {unknown} the signal's reason.
   */
  read<T>(ask: Ask<T>, signal?: AbortSignal): Promise<T> {
    return this.#call(ask, this.#patience.reading, signal);
  }

  /**
   * Changes something, again where that may help: with more patience, because what cannot be written
   * ends an ingest.
   *
   * @throws {AppError} `store_unavailable`; `disk_full`.
   */
  write<T>(ask: Ask<T>): Promise<T> {
    return this.#call(ask, this.#patience.writing);
  }

  /** Reads as patiently as it writes: what must be known before a write is acknowledged. */
  get patient(): Asking {
    const write: Asking["write"] = (ask) => this.write(ask);
    return { read: write, write };
  }

  async #call<T>(ask: Ask<T>, patience: Patience, signal?: AbortSignal): Promise<T> {
    const startMs = performance.now();
    for (let tries = 0; ; tries++) {
      // Another node may answer at once; back at the first, all of them have failed.
      const hasOther = (tries + 1) % this.#nodes.length > 0;
      const leftMs = startMs + patience.totalMs - performance.now();
      const timeoutMs = hasOther ? Math.max(patience.leastMs, leftMs) : patience.timeoutMs;
      const { result, failure, retryAfterMs: askedMs } = await this.#once(ask, timeoutMs, signal);
      if (failure === undefined) return result;
      signal?.throwIfAborted();
      if (!failure.isPassing) throw failure.error;
      const pauseMs = hasOther ? 0 : (askedMs ?? backOffMs(Math.floor(tries / this.#nodes.length)));
      const spentMs = performance.now() - startMs;
      if (!hasOther && spentMs + pauseMs > patience.totalMs) throw failure.error;
      await this.#pause(pauseMs, signal);
      signal?.throwIfAborted();
      if (this.#closing.signal.aborted) throw failure.error;
    }
  }

  /** Ends early when the caller leaves, and when the engine is closed. */
  async #pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const closing = this.#closing.signal;
    const ending = signal ? AbortSignal.any([signal, closing]) : closing;
    await delay(ms, undefined, { signal: ending }).catch(() => {});
  }

  async #once<T>(
    ask: Ask<T>,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<
    | { readonly result: T; readonly failure?: undefined; readonly retryAfterMs?: undefined }
    | {
        readonly result?: undefined;
        readonly failure: Failure;
        readonly retryAfterMs: number | undefined;
      }
  > {
    const answer: Answer = {};
    const at = this.#at;
    const api = this.#nodes[at];
    if (!api) throw new RangeError("Expected the address of at least one node");
    const ending = AbortSignal.timeout(Math.ceil(timeoutMs));
    const init = {
      signal: signal ? AbortSignal.any([signal, ending]) : ending,
      dispatcher: notingDispatcher(this.#agent, answer),
    };
    try {
      const { data } = await ask(api, init);
      if (data?.result === undefined || data.result === null) throw notQdrant();
      return { result: data.result };
    } catch (error) {
      const askedMs = retryAfterMs(answer.retryAfter, Date.now());
      const failure = readFailure(error, askedMs);
      // Neither a caller who left nor a refusal is the node's fault.
      const isNodes = failure.isPassing && !signal?.aborted;
      // Unless another request has gone on to the next one already.
      if (isNodes && this.#at === at) this.#at = (at + 1) % this.#nodes.length;
      return { failure, retryAfterMs: askedMs };
    }
  }

  /** Ends what is in flight, and what waits to be asked again. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#agent.destroy();
  }
}

/** The client's calls to one node. */
function apiOf(url: string, apiKey: string | undefined): Api {
  const client = new QdrantClient({
    url,
    // The client takes a port that URL drops as usual for 6333.
    port: null,
    // Ours end each request, and can be ended by a caller.
    timeout: Number.POSITIVE_INFINITY,
    checkCompatibility: false,
    headers: {
      // A packed answer comes in two writes, and the second waits 40 ms for our delayed ACK.
      "accept-encoding": "identity",
      // As a header: the client would warn on the console of a key without TLS.
      ...(apiKey && { "api-key": apiKey }),
    },
  });
  return client.api();
}

function backOffMs(tries: number): number {
  return Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** tries) * (0.5 + Math.random() / 2);
}

function notQdrant(): AppError {
  return new AppError(
    "store_unavailable",
    "Expected a Qdrant engine at the store's address but something else answered: check WAVELENGTH_STORE",
  );
}
