/** How busy a stage is that can work on so many things at once. */
export class StageTime {
  /** How many things it works on when it is full. */
  readonly capacity: number;
  readonly #now: () => number;
  #inHand = 0;
  #sinceMs = 0;
  #anyMs = 0;
  #fullMs = 0;
  #sumMs = 0;
  #count = 0;

  /** @param now milliseconds that only grow. */
  constructor(capacity: number, now: () => number = () => performance.now()) {
    this.capacity = capacity;
    this.#now = now;
  }

  /** Runs `work`, which waits for its turn in the stage and has it. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#pass();
    this.#inHand++;
    this.#count++;
    try {
      return await work();
    } finally {
      this.#pass();
      this.#inHand--;
    }
  }

  /** Things that it was given. */
  get count(): number {
    return this.#count;
  }

  /** Seconds in which there was anything to do, until now. */
  get seconds(): number {
    this.#pass();
    return this.#anyMs / 1_000;
  }

  /** Seconds in which it was full, a half full one counting half: `seconds` when its capacity is 1. */
  get fullSeconds(): number {
    this.#pass();
    return this.#fullMs / 1_000;
  }

  /** Seconds that all things together spent in it, waiting for their turn too. */
  get sumSeconds(): number {
    this.#pass();
    return this.#sumMs / 1_000;
  }

  #pass(): void {
    const now = this.#now();
    const ms = now - this.#sinceMs;
    this.#sinceMs = now;
    if (this.#inHand === 0) return;
    this.#anyMs += ms;
    this.#fullMs += (ms * Math.min(this.#inHand, this.capacity)) / this.capacity;
    this.#sumMs += ms * this.#inHand;
  }
}
