import type { ImageId } from "@/lib/energy/image-id";
import type { ImageLocation, ImageRow, VectorStore } from "@/lib/store/vector-store";
import type { ImageDetails } from "./image-details";

/** A commit costs 12–50 ms whatever its size; a batch is what a crash would make us do again. */
const ROWS_A_COMMIT = 128;
const COMMIT_EVERY_MS = 2_000;

/** What the gallery keeps of where an image lies and what is said of it. */
export interface Placement {
  readonly locations: readonly ImageLocation[];
  readonly details: ImageDetails;
}

/**
 * Writes rows and placements in batches, one commit at a time. Adding never waits for a commit that
 * runs, unless a whole further batch has gathered behind it.
 */
export class RowWriter {
  readonly #store: VectorStore;
  #rows = new Map<ImageId, ImageRow>();
  #placements = new Map<ImageId, Placement>();
  #commit: Promise<void> = Promise.resolve();
  #lastCommitMs = Date.now();

  constructor(store: VectorStore) {
    this.#store = store;
  }

  /** @throws what the store throws for this batch or the one before. */
  async addRow(row: ImageRow): Promise<void> {
    this.#rows.set(row.id, row);
    await this.#commitWhenDue();
  }

  /** Changes where an image lies and what is said of it, whether its row is written yet or not. */
  async place(id: ImageId, placement: Placement): Promise<void> {
    const waiting = this.#rows.get(id);
    if (waiting) this.#rows.set(id, { ...waiting, ...placement });
    else this.#placements.set(id, placement);
    await this.#commitWhenDue();
  }

  /** Resolves when all that was added is durable. */
  async flush(): Promise<void> {
    await this.#commit;
    await this.#write();
  }

  async #commitWhenDue(): Promise<void> {
    const waiting = this.#rows.size + this.#placements.size;
    const isDue = waiting > 0 && Date.now() - this.#lastCommitMs >= COMMIT_EVERY_MS;
    if (waiting < ROWS_A_COMMIT && !isDue) return;
    this.#lastCommitMs = Date.now();
    await this.#commit;
    this.#commit = this.#write();
    // Awaited by whoever commits next, or by flush: a failure is not lost meanwhile.
    this.#commit.catch(() => {});
  }

  async #write(): Promise<void> {
    const rows = [...this.#rows.values()];
    const placements = [...this.#placements].map(([id, placement]) => ({ id, ...placement }));
    this.#rows = new Map();
    this.#placements = new Map();
    if (rows.length > 0) await this.#store.upsert(rows);
    if (placements.length > 0) await this.#store.update(placements);
  }
}
