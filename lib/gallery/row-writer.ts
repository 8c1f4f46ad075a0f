import type { ImageId } from "@/lib/energy/image-id";
import type { ImageLocation, ImageRow, VectorStore } from "@/lib/store/vector-store";
import type { BusyTime } from "./busy-time";
import type { ImageDetails } from "./image-details";

/** A commit costs 12–50 ms whatever its size; a batch is what a crash would make us do again. */
const ROWS_A_COMMIT = 128;
const COMMIT_EVERY_MS = 2_000;

/** What the gallery keeps of where an image lies and what is said of it. */
export interface Placement {
  readonly locations: readonly ImageLocation[];
  readonly details: ImageDetails;
}

interface Batch {
  readonly rows: Map<ImageId, ImageRow>;
  readonly placements: Map<ImageId, Placement>;
}

/**
 * Writes rows and placements in batches, one commit at a time and in order. Adding never waits for
 * a commit that runs, unless a whole further batch has gathered behind it.
 */
export class RowWriter {
  readonly #store: VectorStore;
  readonly #busy: BusyTime;
  readonly #onWritten: (ids: readonly ImageId[]) => void;
  #batch = emptyBatch();
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  #lastCommitMs = Date.now();
  #failure: unknown;

  /** @param onWritten hears which rows are durable. */
  constructor(store: VectorStore, busy: BusyTime, onWritten: (ids: readonly ImageId[]) => void) {
    this.#store = store;
    this.#busy = busy;
    this.#onWritten = onWritten;
  }

  /** @throws what the store threw, for this batch or an earlier one. */
  async addRow(row: ImageRow): Promise<void> {
    this.#batch.rows.set(row.id, row);
    await this.#commitWhenDue();
  }

  /**
   * Changes where an image lies and what is said of it, whether its row is written yet or not.
   *
   * @throws as {@link addRow}.
   */
  async place(id: ImageId, placement: Placement): Promise<void> {
    const { rows, placements } = this.#batch;
    const waiting = rows.get(id);
    if (waiting) rows.set(id, { ...waiting, ...placement });
    else placements.set(id, placement);
    await this.#commitWhenDue();
  }

  /**
   * Resolves when all that was added is durable.
   *
   * @throws as {@link addRow}.
   */
  async flush(): Promise<void> {
    while (this.#isRunning || this.#size > 0) {
      if (!this.#isRunning) this.#start();
      await this.#running;
      if (this.#failure !== undefined) throw this.#failure;
    }
  }

  get #size(): number {
    return this.#batch.rows.size + this.#batch.placements.size;
  }

  async #commitWhenDue(): Promise<void> {
    while (this.#isRunning && this.#size >= ROWS_A_COMMIT) await this.#running;
    if (this.#failure !== undefined) throw this.#failure;
    const isDue = Date.now() - this.#lastCommitMs >= COMMIT_EVERY_MS;
    if (!this.#isRunning && this.#size > 0 && (isDue || this.#size >= ROWS_A_COMMIT)) this.#start();
  }

  #start(): void {
    const batch = this.#batch;
    this.#batch = emptyBatch();
    this.#lastCommitMs = Date.now();
    this.#isRunning = true;
    this.#running = this.#busy
      .during(() => this.#write(batch))
      // Kept for whoever adds next, or flushes: nobody awaits this commit itself.
      .catch((error) => {
        this.#failure = error;
      })
      .finally(() => {
        this.#isRunning = false;
      });
  }

  async #write({ rows, placements }: Batch): Promise<void> {
    if (rows.size > 0) {
      await this.#store.upsert([...rows.values()]);
      this.#onWritten([...rows.keys()]);
    }
    if (placements.size > 0) {
      await this.#store.update([...placements].map(([id, placement]) => ({ id, ...placement })));
    }
  }
}

function emptyBatch(): Batch {
  return { rows: new Map(), placements: new Map() };
}
