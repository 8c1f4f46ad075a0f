import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import type { EnergyLayout } from "@/lib/energy/aspects";
import { AppError } from "@/lib/errors";
import type {
  DensityRequest,
  DensityResult,
  ScanReply,
  ScanRequest,
  ScanResult,
  ScanWork,
  ScanWorkerData,
  SearchRequest,
  SearchResult,
} from "./scan-messages";

interface Waiting {
  /** Called at the last moment, so that the work sees every write before it. */
  readonly ask: () => ScanWork;
  readonly resolve: (result: ScanResult) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Owns the scan thread: started by the first piece of work, given one at a time, restarted by the
 * next when it has died.
 */
export class Scanner {
  readonly #workerPath: string;
  readonly #memory: WebAssembly.Memory;
  readonly #layout: EnergyLayout;
  readonly #queue: Waiting[] = [];
  #worker: Worker | undefined;
  #running: (Waiting & { readonly id: number }) | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(options: {
    readonly workerPath: string;
    readonly memory: WebAssembly.Memory;
    readonly layout: EnergyLayout;
  }) {
    this.#workerPath = options.workerPath;
    this.#memory = options.memory;
    this.#layout = options.layout;
  }

  /** Whether the thread works: slots that it may see must not be written. */
  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /** Whether nothing waits or is worked on. */
  get isIdle(): boolean {
    return !this.isBusy && this.#queue.length === 0;
  }

  /**
   * Does a piece of work after those before it. Aborting takes it out of the queue; one that runs already
   * runs to its end, unheard.
   *
   * @throws {AppError} `store_unavailable` when the thread dies or cannot be started.
   */
  run(ask: () => SearchRequest, signal?: AbortSignal): Promise<SearchResult>;
  run(ask: () => DensityRequest, signal?: AbortSignal): Promise<DensityResult>;
  async run(ask: () => ScanWork, signal?: AbortSignal): Promise<ScanResult> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw closed();
    let abort = () => {};
    try {
      return await new Promise<ScanResult>((resolve, reject) => {
        const waiting = { ask, resolve, reject };
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

  /** Ends the thread; what waits is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    this.#drop(closed());
    for (const { reject } of this.#queue.splice(0)) reject(closed());
    await worker?.terminate();
  }

  #next(): void {
    if (this.#running) return;
    const waiting = this.#queue.shift();
    if (!waiting) return;
    try {
      const worker = this.#worker ?? this.#start();
      const id = ++this.#lastId;
      const work = waiting.ask();
      this.#running = { ...waiting, id };
      worker.postMessage({ id, work } satisfies ScanRequest);
    } catch (error) {
      this.#running = undefined;
      waiting.reject(error);
      this.#next();
    }
  }

  #start(): Worker {
    const kernelPath = join(dirname(this.#workerPath), "scan-kernel.wasm");
    for (const path of [this.#workerPath, kernelPath]) {
      if (existsSync(/* turbopackIgnore: true */ path)) continue;
      throw new AppError(
        "store_unavailable",
        "Expected the scan thread's files in dist/ but they are not there: run `npm run build`",
        { cause: new Error(`Missing ${path}`) },
      );
    }
    const workerData: ScanWorkerData = { memory: this.#memory, layout: this.#layout, kernelPath };
    const worker = new Worker(this.#workerPath, { workerData });
    worker.on("message", (reply: ScanReply) => this.#settle(reply));
    worker.on("error", (cause) => this.#died(worker, cause));
    worker.on("exit", (code) => this.#died(worker, new Error(`Exit code ${code}`)));
    this.#worker = worker;
    return worker;
  }

  #settle(reply: ScanReply): void {
    const running = this.#running;
    if (!running || running.id !== reply.id) return;
    this.#running = undefined;
    if (reply.type === "done") running.resolve(reply.result);
    else running.reject(new Error(`Expected the scan to succeed: ${reply.message}`));
    this.#next();
  }

  #died(worker: Worker, cause: Error): void {
    if (worker !== this.#worker) return;
    this.#drop(
      new AppError(
        "store_unavailable",
        "Expected the search to end but its thread died: try again",
        {
          cause,
          retryAfterS: 1,
        },
      ),
    );
    this.#next();
  }

  #drop(error: AppError): void {
    const running = this.#running;
    this.#worker = undefined;
    this.#running = undefined;
    running?.reject(error);
  }
}

function closed(): AppError {
  return new AppError("store_unavailable", "Expected an open store but it has been closed");
}
