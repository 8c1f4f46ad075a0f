import type { Work } from "./item-queue";

/** Past that, what is put off is waited for before more is listed; some 500 bytes each. */
const MAX_DEFERRED = 100_000;

/** Items that cannot be dealt with yet: others have them in hand, or their server is away. */
export class Deferred {
  #works: Work[] = [];
  readonly #dueMs = new WeakMap<Work, number>();

  get hasRoom(): boolean {
    return this.#works.length < MAX_DEFERRED;
  }

  add(work: Work): void {
    this.#works.push(work);
  }

  /** The one that has waited longest, whether it is due or not. */
  take(): Work | undefined {
    return this.#works.shift();
  }

  /** @param afterS seconds before which nobody need try. */
  delay(work: Work, afterS: number): void {
    this.#dueMs.set(work, performance.now() + 1_000 * afterS);
  }

  isDue(work: Work): boolean {
    return (this.#dueMs.get(work) ?? 0) <= performance.now();
  }

  /** @returns whether any was. */
  removeWhere(isDone: (work: Work) => boolean): boolean {
    const before = this.#works.length;
    this.#works = this.#works.filter((work) => !isDone(work));
    return this.#works.length < before;
  }
}
