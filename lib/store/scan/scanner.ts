import { availableParallelism } from "node:os";
import { ASPECTS } from "@/lib/energy/aspects";
import { AppError } from "@/lib/errors";
import { tellWork } from "@/lib/metrics/work-told";
import { MAX_SCAN_THREADS, SEGMENT_ROWS } from "./arena-layout";
import { mergeRanked } from "./merge-ranked";
import type {
  DensityRequest,
  DensityResult,
  SearchRequest,
  SearchResult,
  SiftResult,
} from "./scan-messages";
import { ScanThread, type ScanThreadOptions } from "./scan-thread";
import { kthLargest } from "./select-top";

/** From so many slots on bit codes are looked at first; below, int8 codes alone are as quick. */
const COARSE_FROM = 65_536;
/** Fewer slots than this are not worth a second thread: waking it takes as long. */
const SHARED_FROM = 4 * SEGMENT_ROWS;

type Work = SearchRequest | DensityRequest;

interface Waiting {
  /** Called at the last moment, so that the work sees every write before it. */
  readonly ask: () => Work;
  readonly resolve: (result: SearchResult | DensityResult) => void;
  readonly reject: (error: unknown) => void;
  /** Of `performance.now()`. */
  readonly sinceMs: number;
}

/** Owns the scan threads, and gives them one piece of work at a time. */
export class Scanner {
  readonly #threads: readonly ScanThread[];
  readonly #coarseFrom: number;
  readonly #queue: Waiting[] = [];
  #running: Waiting | undefined;
  #isClosed = false;

  /**
   * @param options.threads how many, 1 or 2; as many as there are cores by default.
   * @param options.coarseFrom slots from which on a search looks at bit codes first, and is nearly
   *   certain instead of certain to find what is best.
   */
  constructor(
    options: ScanThreadOptions & { readonly threads?: number; readonly coarseFrom?: number },
  ) {
    const { threads = availableParallelism(), coarseFrom = COARSE_FROM } = options;
    const count = Math.min(MAX_SCAN_THREADS, Math.max(1, threads));
    this.#threads = Array.from({ length: count }, (_, thread) => new ScanThread(options, thread));
    this.#coarseFrom = coarseFrom;
  }

  /** Whether nothing waits or is worked on. */
  get isIdle(): boolean {
    return this.#running === undefined && this.#queue.length === 0;
  }

  /**
   * Does a piece of work after those before it. Aborting takes it out of the queue; one that runs already
   * runs to its end, unheard.
   *
   * @throws {AppError} `store_unavailable` when a thread dies or cannot be started.
   */
  run(ask: () => SearchRequest, signal?: AbortSignal): Promise<SearchResult>;
  run(ask: () => DensityRequest, signal?: AbortSignal): Promise<DensityResult>;
  async run(ask: () => Work, signal?: AbortSignal): Promise<SearchResult | DensityResult> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw closed();
    let abort = () => {};
    try {
      return await new Promise<SearchResult | DensityResult>((resolve, reject) => {
        const waiting = { ask, resolve, reject, sinceMs: performance.now() };
        abort = () => {
          const at = this.#queue.indexOf(waiting);
          if (at >= 0) this.#queue.splice(at, 1);
          reject(signal?.reason);
        };
        signal?.addEventListener("abort", abort, { once: true });
        this.#queue.push(waiting);
        this.#next();
      });
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Ends the threads; what waits is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#queue.splice(0)) reject(closed());
    await Promise.all(this.#threads.map((thread) => thread.end(closed())));
  }

  #next(): void {
    if (this.#running) return;
    const waiting = this.#queue.shift();
    if (!waiting) return;
    this.#running = waiting;
    const startedMs = performance.now();
    this.#work(waiting.ask)
      .then(waiting.resolve, waiting.reject)
      .finally(() => {
        this.#running = undefined;
        tellWork({
          kind: "batch",
          queue: "scan",
          waitedMs: [startedMs - waiting.sinceMs],
          ranMs: performance.now() - startedMs,
        });
        this.#next();
      });
  }

  async #work(ask: () => Work): Promise<SearchResult | DensityResult> {
    const work = ask();
    return work.type === "search" ? this.#search(work) : this.#densities(work);
  }

  async #search(request: SearchRequest): Promise<SearchResult> {
    const { limit, slots } = request;
    const threads = slots < SHARED_FROM ? this.#threads.slice(0, 1) : this.#threads;
    const isCoarse = slots >= this.#coarseFrom;
    const sifted = await Promise.all(
      threads.map((thread, part) =>
        thread.ask({ ...request, type: "sift", part, parts: threads.length, isCoarse }),
      ),
    );
    const threshold = scoreReached(sifted, limit);
    const ranked = await Promise.all(
      threads.map((thread) => thread.ask({ type: "rank", threshold })),
    );
    return mergeRanked(ranked, limit);
  }

  /** Each thread measures a share of the rows. */
  async #densities(request: DensityRequest): Promise<DensityResult> {
    const { slots } = request;
    const share = Math.ceil(slots.length / this.#threads.length);
    const parts = await Promise.all(
      this.#threads
        .map((thread, i) => ({ thread, own: slots.slice(i * share, (i + 1) * share) }))
        .filter(({ own }) => own.length > 0)
        .map(({ thread, own }) => thread.ask({ ...request, slots: own })),
    );
    const values = new Float32Array(slots.length * ASPECTS.length);
    parts.forEach((part, i) => {
      values.set(part.values, i * share * ASPECTS.length);
    });
    return { type: "densities", values };
  }
}

/** What as many rows as are wanted score at least, by the best lower bounds of all threads. */
function scoreReached(sifted: readonly SiftResult[], limit: number): number {
  const count = sifted.reduce((sum, { lowers }) => sum + lowers.length, 0);
  if (count < limit) return Number.NEGATIVE_INFINITY;
  const lowers = new Float32Array(count);
  let at = 0;
  for (const part of sifted) {
    lowers.set(part.lowers, at);
    at += part.lowers.length;
  }
  return kthLargest(lowers, count, limit);
}

function closed(): AppError {
  return new AppError("store_unavailable", "Expected an open store but it has been closed");
}
