import { AppError } from "@/lib/errors";
import { type QueueName, tellWork } from "@/lib/metrics/work-told";

/** How items are put together; all three from `lib/config.ts`. */
export interface BatcherOptions {
  /** Most items in one batch. */
  readonly maxBatch: number;
  /** How long the first item waits for company while nothing runs, in ms. */
  readonly maxWaitMs: number;
  /** Most items that wait; one more is refused at once. */
  readonly maxQueue: number;
  /** What its work is told by. */
  readonly name: QueueName;
}

interface Waiting<In, Out> {
  readonly item: In;
  readonly sinceMs: number;
  readonly resolve: (out: Out) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Puts single items together into batches (dynamic batching: Crankshaw et al., *Clipper*, NSDI
 * 2017). One batch runs at a time: while it runs, the next one fills, so a lone item waits
 * `maxWaitMs` at most and a busy queue never waits at all.
 */
export class Batcher<In, Out> {
  readonly #options: BatcherOptions;
  readonly #run: (items: readonly In[]) => Promise<readonly Out[]>;
  readonly #queue: Waiting<In, Out>[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;

  /** @param run answers a batch in its order; its failure fails every item of the batch. */
  constructor(options: BatcherOptions, run: (items: readonly In[]) => Promise<readonly Out[]>) {
    this.#options = options;
    this.#run = run;
  }

  /** Items that wait; those that run are not counted. */
  get depth(): number {
    return this.#queue.length;
  }

  /**
   * @throws {AppError} `embedder_overloaded` at once when `maxQueue` items wait;
   *   `embedder_unavailable` when it is closed; the signal's reason when it is aborted while waiting.
   */
  submit(item: In, signal?: AbortSignal): Promise<Out> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closedError());
      if (signal?.aborted) return reject(signal.reason);
      if (this.#queue.length >= this.#options.maxQueue) {
        return reject(
          new AppError(
            "embedder_overloaded",
            `Expected at most ${this.#options.maxQueue} waiting but the queue is full. Try again in a second.`,
            { retryAfterS: 1 },
          ),
        );
      }
      const onAbort = () => {
        const at = this.#queue.indexOf(waiting);
        if (at < 0) return;
        this.#queue.splice(at, 1);
        reject(signal?.reason);
      };
      const settle = () => signal?.removeEventListener("abort", onAbort);
      const waiting: Waiting<In, Out> = {
        item,
        sinceMs: performance.now(),
        resolve: (out) => {
          settle();
          resolve(out);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#queue.push(waiting);
      this.#schedule();
    });
  }

  /** Refuses what waits and what comes; resolves when the running batch has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const { reject } of this.#queue.splice(0)) reject(closedError());
    await this.#running;
  }

  #schedule(): void {
    if (this.#running || this.#queue.length === 0) return;
    if (this.#queue.length >= this.#options.maxBatch) {
      this.#start();
      return;
    }
    this.#timer ??= setTimeout(() => this.#start(), this.#options.maxWaitMs);
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#queue.splice(0, this.#options.maxBatch);
    if (batch.length === 0) return;
    this.#running = this.#answer(batch).finally(() => {
      this.#running = undefined;
      // What came while it ran has waited long enough.
      if (this.#queue.length > 0) this.#start();
    });
  }

  async #answer(batch: readonly Waiting<In, Out>[]): Promise<void> {
    const started = performance.now();
    try {
      const outs = await this.#run(batch.map(({ item }) => item));
      if (outs.length !== batch.length) {
        throw new RangeError(`Expected ${batch.length} answers but received ${outs.length}`);
      }
      batch.forEach(({ resolve }, i) => {
        resolve(outs[i] as Out);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      tellWork({
        kind: "batch",
        queue: this.#options.name,
        waitedMs: batch.map(({ sinceMs }) => started - sinceMs),
        ranMs: performance.now() - started,
      });
    }
  }
}

function closedError(): AppError {
  return new AppError("embedder_unavailable", "The model is shut down. Start the server again.");
}
