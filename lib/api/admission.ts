import { AppError } from "@/lib/errors";

/**
 * Lets at most `max` callers in at once. One more is refused at once instead of being queued: what
 * each holds (a body of 25 MB, a socket to a stranger's server) would otherwise grow without end.
 */
export class Admission {
  readonly #max: number;
  #inside = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** @throws {AppError} `server_busy`; what `work` throws. */
  async admit<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#max) {
      throw new AppError(
        "server_busy",
        `Expected at most ${this.#max} requests of this kind at once but they are all in use. Try again in a second.`,
        { retryAfterS: 1 },
      );
    }
    this.#inside++;
    try {
      return await work();
    } finally {
      this.#inside--;
    }
  }
}
