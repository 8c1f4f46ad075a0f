import type { ImageId } from "@/lib/energy/image-id";
import type { ImageLocation, ImageRow, VectorStore } from "@/lib/store/vector-store";
import type { ImageDetails } from "./image-details";
import type { StageTime } from "./stage-time";

/** A commit costs 12–50 ms whatever its size; a batch is what a crash would make us do again. */
const ROWS_A_COMMIT = 128;
const COMMIT_EVERY_MS = 2_000;

/** What the gallery keeps of where an image lies and what is said of it. */
export interface Placement {
  readonly locations: readonly ImageLocation[];
  readonly details: ImageDetails;
}

interface Batch<Note> {
  readonly rows: Map<ImageId, ImageRow>;
  readonly placements: Map<ImageId, Placement>;
  readonly notes: Note[];
}

/**
 * Writes rows and placements in batches, one commit at a time and in order. Adding never waits for
 * a commit that runs, unless a whole further batch has gathered behind it.
 *
 * @typeParam Note comes back when what it was given with is durable.
 */
export class RowWriter<Note> {
  readonly #store: VectorStore;
  readonly #busy: StageTime;
  readonly #onWritten: (notes: readonly Note[]) => void | Promise<void>;
  #batch: Batch<Note> = emptyBatch();
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();
  #lastCommitMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #failure: unknown;

  /** @param onWritten hears what is durable; the next commit waits for it. */
  constructor(
    store: VectorStore,
    busy: StageTime,
    onWritten: (notes: readonly Note[]) => void | Promise<void>,
  ) {
    this.#store = store;
    this.#busy = busy;
    this.#onWritten = onWritten;
  }

  /** @throws what the store or `onWritten` threw, for this batch or an earlier one. */
  async addRow(row: ImageRow, note: Note): Promise<void> {
    const { rows, placements, notes } = this.#batch;
    rows.set(row.id, row);
    // Placements are written after rows: an older one would overwrite what the row says.
    placements.delete(row.id);
    notes.push(note);
    await this.#commitWhenDue();
  }

  /**
   * Changes where an image lies and what is said of it, whether its row is written yet or not.
   *
   * @throws as {@link addRow}.
   */
  async place(id: ImageId, placement: Placement, note: Note): Promise<void> {
    const { rows, placements, notes } = this.#batch;
    notes.push(note);
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
    const isDue = performance.now() - this.#lastCommitMs >= COMMIT_EVERY_MS;
    if (!this.#isRunning && this.#size > 0 && (isDue || this.#size >= ROWS_A_COMMIT)) this.#start();
    // Nobody may add anything for a long time, and others may wait for what is in hand here.
    else if (this.#size > 0) this.#timer ??= setTimeout(() => this.#commitLate(), COMMIT_EVERY_MS);
  }

  #commitLate(): void {
    this.#timer = undefined;
    if (this.#isRunning) void this.#running.then(() => this.#commitLate());
    else if (this.#size > 0 && this.#failure === undefined) this.#start();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const batch = this.#batch;
    this.#batch = emptyBatch();
    this.#lastCommitMs = performance.now();
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

  async #write({ rows, placements, notes }: Batch<Note>): Promise<void> {
    if (rows.size > 0) await this.#store.upsert([...rows.values()]);
    if (placements.size > 0) {
      await this.#store.update([...placements].map(([id, placement]) => ({ id, ...placement })));
    }
    await this.#onWritten(notes);
  }
}

function emptyBatch<Note>(): Batch<Note> {
  return { rows: new Map(), placements: new Map(), notes: [] };
}
