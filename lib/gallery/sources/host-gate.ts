import type { Clock } from "./clock";

/** How much a host is asked of at a time. */
export interface HostPace {
  /** Requests under way at once. */
  readonly atOnce: number;
  /** Milliseconds between the beginnings of two requests. */
  readonly everyMs: number;
}

/** Lets requests to one host through at its pace, in the order they came. */
export class HostGate {
  readonly #clock: Clock;
  readonly #atOnce: number;
  #everyMs: number;
  #inside = 0;
  #nextMs = 0;
  #turn: Promise<void> = Promise.resolve();
  #waiting: (() => void)[] = [];

  constructor({ atOnce, everyMs }: HostPace, clock: Clock) {
    this.#clock = clock;
    this.#atOnce = atOnce;
    this.#everyMs = everyMs;
  }

  /**
   * Resolves when it is one's turn; who gives up waits for nobody.
   *
   * @returns what is called when the request is over.
   * @throws an `AbortError` when nobody waits any more.
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    while (this.#inside >= this.#atOnce) await this.#queue(signal);
    this.#inside++;
    // One waits for the time after the other, else those who came first could be overtaken for ever.
    const turn = this.#turn.then(() => this.#await(signal));
    this.#turn = turn.catch(() => {});
    try {
      await orAborted(turn, signal);
    } catch (error) {
      this.#leave();
      throw error;
    }
    return () => this.#leave();
  }

  /** Lets nobody in for a while: the host has asked for it. */
  hold(ms: number): void {
    this.#nextMs = Math.max(this.#nextMs, this.#clock.now() + ms);
  }

  /** The host has said how much it likes to be asked. @param everyMs counts where it is more. */
  slowTo(everyMs: number): void {
    this.#everyMs = Math.max(this.#everyMs, everyMs);
  }

  async #await(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const leftMs = this.#nextMs - this.#clock.now();
      if (leftMs <= 0) break;
      await this.#clock.pause(leftMs, signal);
    }
    this.#nextMs = this.#clock.now() + this.#everyMs;
  }

  /** @throws as {@link enter}; whoever gives up stands in nobody's way. */
  async #queue(signal: AbortSignal): Promise<void> {
    let wake = () => {};
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.#waiting.push(wake);
    try {
      await orAborted(woken, signal);
    } catch (error) {
      this.#waiting = this.#waiting.filter((waiting) => waiting !== wake);
      throw error;
    }
  }

  #leave(): void {
    this.#inside--;
    this.#waiting.shift()?.();
  }
}

/** @throws the signal's reason as soon as it is aborted. */
function orAborted(turn: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    const forget = () => signal.removeEventListener("abort", giveUp);
    turn.then(resolve, reject).finally(forget);
  });
}
