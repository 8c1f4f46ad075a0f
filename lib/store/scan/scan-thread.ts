import { Worker } from "node:worker_threads";
import type { EnergyLayout } from "@/lib/energy/aspects";
import { AppError } from "@/lib/errors";
import { kernelFile } from "./kernel";
import type {
  DensityRequest,
  DensityResult,
  RankRequest,
  RankResult,
  ScanReply,
  ScanRequest,
  ScanResult,
  ScanWork,
  ScanWorkerData,
  SiftRequest,
  SiftResult,
} from "./scan-messages";

/** What all scan threads of an arena have in common. */
export interface ScanThreadOptions {
  readonly workerPath: string;
  readonly memory: WebAssembly.Memory;
  readonly layout: EnergyLayout;
}

interface Waiting {
  readonly resolve: (result: ScanResult) => void;
  readonly reject: (error: unknown) => void;
}

/** One scan thread: started by the first piece of work, and by the next when it has died. */
export class ScanThread {
  readonly #options: ScanThreadOptions;
  readonly #thread: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(options: ScanThreadOptions, thread: number) {
    this.#options = options;
    this.#thread = thread;
  }

  /**
   * Does a piece of work after those before it.
   *
   * @throws {AppError} `store_unavailable` when the thread dies or cannot be started.
   */
  ask(work: SiftRequest): Promise<SiftResult>;
  ask(work: RankRequest): Promise<RankResult>;
  ask(work: DensityRequest): Promise<DensityResult>;
  async ask(work: ScanWork): Promise<ScanResult> {
    // What was sifted is gone with the thread that sifted it.
    if (work.type === "rank" && !this.#worker) throw died(new Error("Dead between two pieces"));
    const worker = this.#worker ?? this.#start();
    const id = ++this.#lastId;
    return new Promise<ScanResult>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, work } satisfies ScanRequest);
    });
  }

  /** Ends the thread; what it works on is refused. */
  async end(reason: AppError): Promise<void> {
    const worker = this.#worker;
    this.#drop(reason);
    await worker?.terminate();
  }

  #start(): Worker {
    const { workerPath, memory, layout } = this.#options;
    const kernelPath = kernelFile(workerPath);
    const workerData: ScanWorkerData = { memory, layout, kernelPath, thread: this.#thread };
    const worker = new Worker(workerPath, { workerData });
    worker.on("message", (reply: ScanReply) => this.#settle(reply));
    worker.on("error", (cause) => this.#died(worker, cause));
    worker.on("exit", (code) => this.#died(worker, new Error(`Exit code ${code}`)));
    this.#worker = worker;
    return worker;
  }

  #settle(reply: ScanReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.type === "done") waiting?.resolve(reply.result);
    else waiting?.reject(new Error(`Expected the scan to succeed: ${reply.message}`));
  }

  #died(worker: Worker, cause: Error): void {
    if (worker !== this.#worker) return;
    this.#drop(died(cause));
  }

  #drop(error: AppError): void {
    this.#worker = undefined;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(error);
  }
}

function died(cause: Error): AppError {
  return new AppError(
    "store_unavailable",
    "Expected the search to end but its thread died: try again",
    { cause, retryAfterS: 1 },
  );
}
