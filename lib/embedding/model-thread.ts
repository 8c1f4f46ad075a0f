import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { AppError } from "@/lib/errors";
import type { ModelDescription } from "./embedder";
import type { ModelOutputs } from "./load-model";
import type { EmbedMessage, EmbedRequest, EmbedWorkerData } from "./protocol";

const FIRST_BACK_OFF_MS = 100;
const LONGEST_BACK_OFF_MS = 10_000;

interface Answer {
  readonly outputs: ModelOutputs;
  readonly usedChars: number;
}
interface InFlight {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: AppError) => void;
}
type Unsent<T> = T extends unknown ? Omit<T, "id"> : never;

/**
 * The thread that owns the model. When it dies it is started again, after 0.1 s, 0.2 s … 10 s; what
 * was in flight fails, what comes meanwhile waits for it. A thread that fails on its very first
 * start is not started again.
 */
export class ModelThread {
  readonly #workerPath: string;
  readonly #data: EmbedWorkerData;
  readonly #inFlight = new Map<number, InFlight>();
  #worker: Promise<Worker>;
  #model: ModelDescription | undefined;
  #nextId = 0;
  #state: "ready" | "restarting" | "closed" = "restarting";

  private constructor(workerPath: string, data: EmbedWorkerData) {
    this.#workerPath = workerPath;
    this.#data = data;
    this.#worker = this.#start();
  }

  /** @throws {AppError} `model_invalid`, `embedder_unavailable`: what loading the model throws. */
  static async open(workerPath: string, data: EmbedWorkerData): Promise<ModelThread> {
    const thread = new ModelThread(workerPath, data);
    await thread.#worker;
    return thread;
  }

  get state(): "ready" | "restarting" | "closed" {
    return this.#state;
  }

  get model(): ModelDescription {
    if (!this.#model) throw new Error("Expected a thread that was opened");
    return this.#model;
  }

  /** @throws {AppError} `embedder_unavailable` when the thread dies with it. */
  async ask(request: Unsent<EmbedRequest>): Promise<Answer> {
    const worker = await this.#worker;
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#inFlight.set(id, { resolve, reject });
      // Copied, not transferred: a caller's picture may be a view of a larger buffer.
      worker.postMessage({ ...request, id } as EmbedRequest);
    });
  }

  async close(): Promise<void> {
    if (this.#state === "closed") return;
    this.#state = "closed";
    const worker = await this.#worker.catch(() => undefined);
    await worker?.terminate();
  }

  /** Starts a thread; resolves when its model is ready. */
  #start(): Promise<Worker> {
    // Nothing leaves this machine: ONNX Runtime ≥ 1.29 reports models and run times to its maker from
    // Linux and macOS too, and keeps an id of the device in the home folder, unless this is set
    // before it is loaded (its docs/Privacy.md). A thread's own environment would not reach it.
    // biome-ignore lint/style/noProcessEnv: it is no setting of ours, a native library reads it.
    process.env.ORT_DISABLE_TELEMETRY = "1";
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.#workerPath, { workerData: this.#data });
      let failure: AppError | undefined;
      let cause: unknown;
      let isReady = false;
      worker.on("message", (message: EmbedMessage) => {
        if (message.type === "ready") {
          isReady = true;
          this.#model = message.model;
          if (this.#state !== "closed") this.#state = "ready";
          resolve(worker);
        } else if (message.type === "failed" && message.id === undefined) {
          failure = new AppError(message.code, message.message, { cause: message.cause });
        } else this.#settle(message);
      });
      worker.on("error", (error) => {
        cause = error;
      });
      worker.on("exit", (code) => {
        const error = failure ?? diedError(cause ?? new Error(`exit code ${code}`));
        reject(error);
        if (isReady) this.#recover(error);
      });
    });
  }

  #settle(message: Exclude<EmbedMessage, { type: "ready" }>): void {
    if (message.id === undefined) return;
    const waiting = this.#inFlight.get(message.id);
    this.#inFlight.delete(message.id);
    if (message.type === "done") waiting?.resolve(message);
    else waiting?.reject(new AppError(message.code, message.message, { cause: message.cause }));
  }

  #recover(error: AppError): void {
    for (const { reject } of this.#inFlight.values()) reject(error);
    this.#inFlight.clear();
    if (this.#state === "closed") return;
    this.#state = "restarting";
    this.#worker = this.#restart();
    // Whoever asks gets the failure; when nobody asks, it is nobody's.
    this.#worker.catch(() => {});
  }

  async #restart(): Promise<Worker> {
    for (let wait = FIRST_BACK_OFF_MS; ; wait = Math.min(2 * wait, LONGEST_BACK_OFF_MS)) {
      await sleep(wait, undefined, { ref: false });
      if (this.#state === "closed") throw diedError(undefined);
      try {
        return await this.#start();
      } catch {
        // The next try is later; how it stands is in the state.
      }
    }
  }
}

function diedError(cause: unknown): AppError {
  return new AppError(
    "embedder_unavailable",
    "The model's thread stopped while it was at work. It is being started again: try once more.",
    { cause, retryAfterS: 1 },
  );
}
