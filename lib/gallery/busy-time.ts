/** For how long a stage has had anything to do. */
export class BusyTime {
  #inHand = 0;
  #since = 0;
  #sumMs = 0;

  /** Runs `work`; times that overlap count once. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inHand++ === 0) this.#since = performance.now();
    try {
      return await work();
    } finally {
      if (--this.#inHand === 0) this.#sumMs += performance.now() - this.#since;
    }
  }

  /** Seconds until now. */
  get seconds(): number {
    const running = this.#inHand > 0 ? performance.now() - this.#since : 0;
    return (this.#sumMs + running) / 1_000;
  }
}
