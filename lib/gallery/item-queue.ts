import type { SourceTally } from "./source-tally";
import type { SourceItem } from "./sources/source";

/** Items that are listed ahead of whoever takes them; about 300 bytes each. */
const MAX_AHEAD = 100_000;

/** An item, and where it is counted. */
export interface Work {
  readonly item: SourceItem;
  readonly tally: SourceTally;
}

/**
 * The items of sources, one source after the other. They are listed ahead of whoever takes them, so
 * that it is soon known how many there are.
 */
export class ItemQueue {
  readonly #tallies: readonly SourceTally[];
  readonly #stop = new AbortController();
  readonly #listing: Promise<void>;
  /** Those at `#taken` and after wait. */
  #items: Work[] = [];
  #taken = 0;
  #isWhole = false;
  #failure: unknown;
  #wake: (() => void)[] = [];
  #wakeLister: (() => void) | undefined;

  constructor(tallies: readonly SourceTally[]) {
    this.#tallies = tallies;
    this.#listing = this.#list()
      .catch((error) => {
        this.#failure = error;
      })
      .then(() => {
        this.#isWhole = this.#failure === undefined;
        this.#wakeAll();
      });
  }

  /** Whether there is no item left to take. */
  get isEmpty(): boolean {
    return this.#isWhole && this.#taken === this.#items.length;
  }

  /**
   * The next item, when there is one; `undefined` when there is none left or the queue is closed.
   *
   * @throws what listing throws.
   */
  async take(): Promise<Work | undefined> {
    for (;;) {
      if (this.#stop.signal.aborted) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      const work = this.#items[this.#taken];
      if (work) {
        this.#taken++;
        this.#forgetTaken();
        return work;
      }
      if (this.#isWhole) return undefined;
      await new Promise<void>((wake) => {
        this.#wake.push(wake);
      });
    }
  }

  /** Gives out nothing more; resolves when listing has stopped. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#wakeAll();
    this.#wakeLister?.();
    await this.#listing;
  }

  async #list(): Promise<void> {
    const { signal } = this.#stop;
    for (const tally of this.#tallies) {
      if (signal.aborted) return;
      for await (const event of tally.source.list(signal)) {
        if (signal.aborted) return;
        if (event.kind === "unreadable") {
          tally.skip({ path: event.where, code: event.code, message: event.reason });
          continue;
        }
        this.#items.push({ item: event.item, tally });
        tally.found++;
        this.#wakeAll();
        if (this.#items.length - this.#taken >= MAX_AHEAD) await this.#room();
      }
      tally.isWhole = true;
    }
  }

  /** Resolves when half of what waited has been taken, or the queue is closed. */
  #room(): Promise<void> {
    return new Promise((wake) => {
      this.#wakeLister = wake;
    });
  }

  #forgetTaken(): void {
    if (2 * this.#taken < this.#items.length) return;
    this.#items = this.#items.slice(this.#taken);
    this.#taken = 0;
    this.#wakeLister?.();
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
