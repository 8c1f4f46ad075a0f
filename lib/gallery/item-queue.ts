import type { Source, SourceItem } from "./sources/source";

/** Items that are listed ahead of whoever takes them; about 300 bytes each. */
const MAX_AHEAD = 100_000;

/** What {@link ItemQueue} needs. */
export interface ItemQueueSettings {
  readonly sources: readonly Source[];
  /** Hears of what cannot be read. */
  readonly onSkip: (path: string, code: string, message: string) => void;
}

/**
 * The items of sources, one source after the other. They are listed ahead of whoever takes them, so
 * that it is soon known how many there are.
 */
export class ItemQueue {
  readonly #settings: ItemQueueSettings;
  readonly #stop = new AbortController();
  readonly #listing: Promise<void>;
  /** Those at `#taken` and after wait. */
  #items: SourceItem[] = [];
  #taken = 0;
  #found = 0;
  #isWhole = false;
  #failure: unknown;
  #wake: (() => void)[] = [];
  #wakeLister: (() => void) | undefined;

  constructor(settings: ItemQueueSettings) {
    this.#settings = settings;
    this.#listing = this.#list()
      .catch((error) => {
        this.#failure = error;
      })
      .then(() => {
        this.#isWhole = this.#failure === undefined;
        this.#wakeAll();
      });
  }

  /** Items found so far. */
  get found(): number {
    return this.#found;
  }

  /** Whether all have been found. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /**
   * The next item, when there is one; `undefined` when there is none left or the queue is closed.
   *
   * @throws what listing throws.
   */
  async take(): Promise<SourceItem | undefined> {
    for (;;) {
      if (this.#stop.signal.aborted) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      const item = this.#items[this.#taken];
      if (item) {
        this.#taken++;
        this.#forgetTaken();
        return item;
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
    const { sources, onSkip } = this.#settings;
    const { signal } = this.#stop;
    for (const source of sources) {
      if (signal.aborted) return;
      for await (const event of source.list(signal)) {
        if (signal.aborted) return;
        if (event.kind === "unreadable") {
          onSkip(event.where, event.code, event.reason);
          continue;
        }
        this.#items.push(event.item);
        this.#found++;
        this.#wakeAll();
        if (this.#items.length - this.#taken >= MAX_AHEAD) await this.#room();
      }
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
