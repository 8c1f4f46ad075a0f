/** How much of the past counts: long enough for pictures of all sizes, short enough to follow. */
const WINDOW_MS = 15_000;

/**
 * How fast work goes of late. An ingest passes over what it knows in no time and then takes in what
 * is new, so that a rate since the start would promise too much.
 */
export class Pace {
  readonly #now: () => number;
  readonly #marks: { readonly ms: number; readonly done: number }[] = [];

  /** @param now milliseconds that only grow. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#marks.push({ ms: now(), done: 0 });
  }

  /** Says how much is done by now. */
  mark(done: number): void {
    const ms = this.#now();
    this.#marks.push({ ms, done });
    // The last one before the window stays: it is what the window is measured from.
    while ((this.#marks[1]?.ms ?? ms) < ms - WINDOW_MS) this.#marks.shift();
  }

  /** Done a second, over the last 15 s. */
  get perSecond(): number {
    const [first] = this.#marks;
    const last = this.#marks.at(-1);
    if (!first || !last || last.ms === first.ms) return 0;
    return (1_000 * (last.done - first.done)) / (last.ms - first.ms);
  }

  /** Seconds for `left` more; `undefined` while that cannot be told. */
  secondsFor(left: number): number | undefined {
    const rate = this.perSecond;
    return rate > 0 ? left / rate : undefined;
  }
}
