import type { Work } from "./item-queue";

/** Past that, what is put off is waited for before more is listed; some 700 bytes each. */
const MAX_DEFERRED = 100_000;
/** Between two looks through all that is not due yet. */
const LOOK_MS = 200;

/** An item whose claim is known: its name costs a digest. */
export interface ClaimedWork extends Work {
  readonly claim: string;
}

interface Entry {
  readonly work: ClaimedWork;
  readonly dueMs: number;
  /** Removed; passed over wherever it still stands. */
  isGone: boolean;
}

/** Items that cannot be dealt with yet: others have them in hand, or their server is away. */
export class Deferred {
  #ready: Entry[] = [];
  #delayed: Entry[] = [];
  /** All that are not gone. Others settle hundreds a second, and none is looked for among all. */
  readonly #byClaim = new Map<string, Entry[]>();
  #count = 0;
  #lookedMs = Number.NEGATIVE_INFINITY;

  get hasRoom(): boolean {
    return this.#count < MAX_DEFERRED;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** @param afterS seconds before which nobody need try. */
  add(work: ClaimedWork, afterS = 0): void {
    const isReady = afterS <= 0;
    const entry = { work, dueMs: isReady ? 0 : performance.now() + 1_000 * afterS, isGone: false };
    (isReady ? this.#ready : this.#delayed).push(entry);
    const same = this.#byClaim.get(work.claim);
    if (same) same.push(entry);
    else this.#byClaim.set(work.claim, [entry]);
    this.#count++;
  }

  /** The one that has waited longest of those that are due, if any. */
  take(): ClaimedWork | undefined {
    this.#lookForDue();
    for (let entry = this.#ready.shift(); entry; entry = this.#ready.shift()) {
      if (entry.isGone) continue;
      this.#forget(entry);
      return entry.work;
    }
    return undefined;
  }

  /** Takes out the one of a claim that has waited longest, due or not. */
  remove(claim: string): ClaimedWork | undefined {
    const entry = this.#byClaim.get(claim)?.[0];
    if (entry) this.#forget(entry);
    return entry?.work;
  }

  #forget(entry: Entry): void {
    const { claim } = entry.work;
    entry.isGone = true;
    this.#count--;
    const left = this.#byClaim.get(claim)?.filter((one) => one !== entry) ?? [];
    if (left.length > 0) this.#byClaim.set(claim, left);
    else this.#byClaim.delete(claim);
  }

  #lookForDue(): void {
    const nowMs = performance.now();
    if (this.#delayed.length === 0 || nowMs - this.#lookedMs < LOOK_MS) return;
    this.#lookedMs = nowMs;
    const left: Entry[] = [];
    for (const one of this.#delayed) {
      if (one.isGone) continue;
      if (one.dueMs <= nowMs) this.#ready.push(one);
      else left.push(one);
    }
    this.#delayed = left;
  }
}
