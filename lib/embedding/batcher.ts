import { AppError } from "@/lib/errors";

/** Time as the batcher sees it; tests bring their own. */
export interface Clock {
  /** Milliseconds from any fixed moment, never going back. */
  now(): number;
  /** Calls back once after `ms`. @returns what cancels it. */
  after(ms: number, callback: () => void): () => void;
}

/** The process's own clock. A timer does not keep the process alive. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** What a batcher may do; times in milliseconds. */
export interface BatcherOptions<In, Out> {
  /** Works on a batch; its results are settled results, in the batch's order. */
  readonly run: (batch: readonly In[]) => Promise<readonly PromiseSettledResult<Out>[]>;
  readonly maxBatch: number;
  /** How long the first of a batch waits for company while nothing runs. */
  readonly maxWaitMs: number;
  /** How many may wait, those that are being worked on not counted. */
  readonly maxQueue: number;
  /** How many batches may be out at once: 2 keeps the other side busy. */
  readonly maxInFlight: number;
  readonly clock?: Clock;
}

interface Waiting<In, Out> {
  readonly input: In;
  readonly since: number;
  readonly resolve: (value: Out) => void;
  readonly reject: (reason: unknown) => void;
  readonly forget: () => void;
}

/**
 * Gathers single requests into batches, first come first served (dynamic batching as in
 * Crankshaw et al., *Clipper*, NSDI 2017).
 *
 * A batch leaves when it is full, when its first has waited `maxWaitMs`, or at once when an earlier
 * batch comes back: what gathered meanwhile has waited enough.
 */
export class Batcher<In, Out> {
  readonly #options: BatcherOptions<In, Out>;
  readonly #clock: Clock;
  readonly #queue: Waiting<In, Out>[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  #cancelTimer: (() => void) | undefined;
  #isPaused = false;
  /** Milliseconds a request, a running mean; says when to try again. */
  #costMs = 10;

  constructor(options: BatcherOptions<In, Out>) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** How many wait; those that are being worked on are not counted. */
  get depth(): number {
    return this.#queue.length;
  }

  /**
   * Adds a request. Aborting takes it out of the queue; one that is being worked on is worked on to
   * its end, unheard. Either way the promise is rejected with the signal's reason at once.
   *
   * @throws {AppError} `embedder_overloaded`, with `retryAfterS`, when `maxQueue` wait already.
   */
  async submit(input: In, signal?: AbortSignal): Promise<Out> {
    signal?.throwIfAborted();
    const { maxQueue } = this.#options;
    if (this.#queue.length >= maxQueue) {
      throw new AppError(
        "embedder_overloaded",
        `Expected at most ${maxQueue} requests to wait for the model but ${maxQueue} do: try again in a moment`,
        { retryAfterS: Math.max(1, Math.ceil((maxQueue * this.#costMs) / 1_000)) },
      );
    }
    return new Promise<Out>((resolve, reject) => {
      const abort = () => {
        const at = this.#queue.indexOf(waiting);
        if (at >= 0) this.#queue.splice(at, 1);
        reject(signal?.reason);
      };
      const forget = () => signal?.removeEventListener("abort", abort);
      const waiting = { input, since: this.#clock.now(), resolve, reject, forget };
      signal?.addEventListener("abort", abort, { once: true });
      this.#queue.push(waiting);
      this.#schedule();
    });
  }

  /** Holds everything that waits, and what comes, until {@link resume}. */
  pause(): void {
    this.#isPaused = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** Ends a pause; what waits leaves as its time has come. */
  resume(): void {
    this.#isPaused = false;
    this.#schedule();
  }

  /** Rejects everything that waits; what is being worked on goes on. */
  rejectWaiting(reason: unknown): void {
    for (const { reject, forget } of this.#queue.splice(0)) {
      forget();
      reject(reason);
    }
  }

  /** Resolves when nothing is being worked on. */
  async idle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  #schedule(): void {
    const { maxBatch, maxWaitMs, maxInFlight } = this.#options;
    const [first] = this.#queue;
    if (this.#isPaused || !first || this.#inFlight.size >= maxInFlight) return;
    const leftMs = first.since + maxWaitMs - this.#clock.now();
    if (this.#queue.length >= maxBatch || leftMs <= 0) {
      this.#send();
      this.#schedule();
      return;
    }
    this.#cancelTimer ??= this.#clock.after(leftMs, () => {
      this.#cancelTimer = undefined;
      // Timers may fire a fraction early by `now()`; the wait is over all the same.
      if (!this.#isPaused && this.#inFlight.size < maxInFlight) this.#send();
      this.#schedule();
    });
  }

  #send(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const batch = this.#queue.splice(0, this.#options.maxBatch);
    if (batch.length === 0) return;
    const work = this.#work(batch).finally(() => {
      this.#inFlight.delete(work);
      this.#schedule();
    });
    this.#inFlight.add(work);
  }

  async #work(batch: readonly Waiting<In, Out>[]): Promise<void> {
    const started = this.#clock.now();
    try {
      const results = await this.#options.run(batch.map(({ input }) => input));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result?.status === "fulfilled") resolve(result.value);
        else reject(result?.reason ?? new RangeError(`Expected ${batch.length} results`));
      }
      const costMs = (this.#clock.now() - started) / batch.length;
      this.#costMs += 0.2 * (costMs - this.#costMs);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      for (const { forget } of batch) forget();
    }
  }
}
