import type { Settled } from "./crew";

/** Some 200 bytes each; whoever works on the same items asks for each soon after it was told. */
const MAX_KEPT = 200_000;

/**
 * What others have made of items, until this worker comes to them. Of items that it never comes to,
 * because others work on another source, the oldest are forgotten: an item of which nothing is known
 * is looked up in the store, which costs a read and no more.
 */
export class Told {
  readonly #max: number;
  readonly #settled = new Map<string, Settled>();

  constructor(max = MAX_KEPT) {
    this.#max = max;
  }

  hear(claim: string, settled: Settled): void {
    this.#settled.delete(claim);
    this.#settled.set(claim, settled);
    if (this.#settled.size <= this.#max) return;
    const [oldest] = this.#settled.keys();
    if (oldest !== undefined) this.#settled.delete(oldest);
  }

  /** What has become of an item; once. */
  take(claim: string): Settled | undefined {
    const settled = this.#settled.get(claim);
    if (settled) this.#settled.delete(claim);
    return settled;
  }
}
