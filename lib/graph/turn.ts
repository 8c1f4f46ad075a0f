/** Work that others wait for is broken off after so long, ms: a frame and a bit at the most. */
const TURN_MS = 10;

/**
 * A long piece of work's turn on a thread that others need too. The work asks often whether it is
 * over and, if it is, awaits the next one.
 */
export class Turn {
  readonly #pause: () => Promise<unknown>;
  readonly #now: () => number;
  #began: number;

  /**
   * @param pause lets the others have their turn.
   * @param now milliseconds of a clock that only goes forward.
   */
  constructor(pause: () => Promise<unknown>, now = () => performance.now()) {
    this.#pause = pause;
    this.#now = now;
    this.#began = now();
  }

  /** Looks at the clock: some 50 ns. */
  get isOver(): boolean {
    return this.#now() - this.#began >= TURN_MS;
  }

  async next(): Promise<void> {
    await this.#pause();
    this.#began = this.#now();
  }
}
