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
  /** For one answer. */
  readonly timeoutMs: number;
  /** From the first request to the last: a pause that would end later is not begun. */
  readonly totalMs: number;
}

/** Somebody waits for a wall: an engine that is away is named within seconds. */
export const READING: Patience = { timeoutMs: 10_000, totalMs: 3_000 };
/** An engine that restarts should cost an ingest nothing. */
export const WRITING: Patience = { timeoutMs: 60_000, totalMs: 60_000 };

const FIRST_BACK_OFF_MS = 50;
const MAX_BACK_OFF_MS = 5_000;
/** Connections to one engine; more questions than that wait for one of them. */
const CONNECTIONS = 32;

interface CallOptions {
  readonly patience: Patience;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A Qdrant engine: every request has a time-out, and one that failed by chance is made again after a
 * pause that grows and is part chance (M. Brooker, Exponential Backoff and Jitter, 2015), or that the
 * engine asked for. Everything we ask may be asked twice.
 */
export class Engine {
  readonly #agent: Agent;
  readonly #api: Api;

  /** @param options.url of its REST interface, with its port. */
  constructor(options: { readonly url: string; readonly apiKey?: string }) {
    const { url, apiKey } = options;
    this.#agent = new Agent({ connections: CONNECTIONS, keepAliveTimeout: 10_000 });
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
    this.#api = client.api();
  }

  /**
   * Asks, again and again where that may help.
   *
   * @throws {AppError} `store_unavailable`; `disk_full`. {unknown} the signal's reason.
   */
  async call<T>(ask: Ask<T>, { patience, signal }: CallOptions): Promise<T> {
    const startMs = performance.now();
    for (let tries = 0; ; tries++) {
      const { result, failure, retryAfterMs: askedMs } = await this.#once(ask, patience, signal);
      if (failure === undefined) return result;
      signal?.throwIfAborted();
      const pauseMs = askedMs ?? backOffMs(tries);
      const spentMs = performance.now() - startMs;
      if (!failure.isPassing || spentMs + pauseMs > patience.totalMs) throw failure.error;
      await delay(pauseMs, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
    }
  }

  async #once<T>(
    ask: Ask<T>,
    { timeoutMs }: Patience,
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
    const ending = AbortSignal.timeout(timeoutMs);
    const init = {
      signal: signal ? AbortSignal.any([signal, ending]) : ending,
      dispatcher: notingDispatcher(this.#agent, answer),
    };
    try {
      const { data } = await ask(this.#api, init);
      if (data?.result === undefined || data.result === null) throw notQdrant();
      return { result: data.result };
    } catch (error) {
      const askedMs = retryAfterMs(answer.retryAfter, Date.now());
      return { failure: readFailure(error, askedMs), retryAfterMs: askedMs };
    }
  }

  /** Ends what is in flight. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
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
