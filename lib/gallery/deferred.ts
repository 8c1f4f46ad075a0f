import type { Work } from "./item-queue";

/** Past that, what is put off is waited for before more is listed; some 500 bytes each. */
const MAX_DEFERRED = 100_000;
/** Between two looks through all that is not due yet. */
const LOOK_MS = 200;

interface Delayed {
  readonly work: Work;
  readonly dueMs: number;
}

/** Items that cannot be dealt with yet: others have them in hand, or their server is away. */
export class Deferred {
  #ready: Work[] = [];
  #delayed: Delayed[] = [];
  #lookedMs = Number.NEGATIVE_INFINITY;

  get hasRoom(): boolean {
    return this.#ready.length + this.#delayed.length < MAX_DEFERRED;
  }

  get isEmpty(): boolean {
    return this.#ready.length + this.#delayed.length === 0;
  }

  /** @param afterS seconds before which nobody need try. */
  add(work: Work, afterS = 0): void {
    if (afterS <= 0) this.#ready.push(work);
    else this.#delayed.push({ work, dueMs: performance.now() + 1_000 * afterS });
  }

  /** The one that has waited longest of those that are due, if any. */
  take(): Work | undefined {
    this.#lookForDue();
    return this.#ready.shift();
  }

  /** @returns whether any was. */
  removeWhere(isDone: (work: Work) => boolean): boolean {
    const before = this.#ready.length + this.#delayed.length;
    this.#ready = this.#ready.filter((work) => !isDone(work));
    this.#delayed = this.#delayed.filter(({ work }) => !isDone(work));
    return this.#ready.length + this.#delayed.length < before;
  }

  #lookForDue(): void {
    const nowMs = performance.now();
    if (this.#delayed.length === 0 || nowMs - this.#lookedMs < LOOK_MS) return;
    this.#lookedMs = nowMs;
    const left: Delayed[] = [];
    for (const one of this.#delayed) {
      if (one.dueMs <= nowMs) this.#ready.push(one.work);
      else left.push(one);
    }
    this.#delayed = left;
  }
}
