import type { Clock } from "./clock";

/** After so many requests in a row that nobody answered, a host is taken to be away. */
const MAX_SILENCES = 3;
/** Looked for again after so long, twice as long each time: 10, 20, 40 and 80 s. */
const AWAY_MS = 10_000;
const MAX_LOOKS = 4;

/**
 * Whether a host is there, as its answers of late tell. One that is away is looked for again with one
 * request at a time; it is gone when it has not come back after some two minutes, or when its name
 * leads nowhere.
 */
export class Presence {
  readonly #clock: Clock;
  readonly #awayMs: number;
  #silences = 0;
  #hasAnswered = false;
  #looks = 0;
  #isGone = false;
  #isLooking = false;
  /** Nobody asks before; `undefined` while it is there. */
  #nextMs: number | undefined;

  constructor(clock: Clock, awayMs = AWAY_MS) {
    this.#clock = clock;
    this.#awayMs = awayMs;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Whether it has answered before: then a link that nobody answers may not be dead. */
  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  /** Milliseconds to stay away; 0: it may be asked. */
  get leftMs(): number {
    if (this.#nextMs === undefined) return 0;
    const leftMs = this.#nextMs - this.#clock.now();
    return Math.max(this.#isLooking ? this.#awayMs : 0, leftMs);
  }

  /**
   * One asks, as it may be: where it is away one looks for it, and the next ones wait again. Followed
   * by one of `answered`, `silent` and `left`.
   */
  ask(): void {
    if (this.#nextMs === undefined) return;
    this.#isLooking = true;
    this.#hold();
  }

  /** A request that was given up. */
  left(): void {
    this.#isLooking = false;
  }

  answered(): void {
    this.#silences = 0;
    this.#looks = 0;
    this.#hasAnswered = true;
    this.#nextMs = undefined;
    this.#isLooking = false;
  }

  /**
   * A request that was not answered.
   *
   * @param isNowhere whether its name leads nowhere.
   * @returns whether the link is worth asking for again later: the host is away, and no more is known.
   */
  silent(isNowhere: boolean): boolean {
    this.#isLooking = false;
    this.#silences++;
    if (this.#silences < MAX_SILENCES || this.#isGone) return false;
    const wasAway = this.#nextMs !== undefined;
    if (isNowhere || (wasAway && this.#looks >= MAX_LOOKS)) this.#isGone = true;
    else if (!wasAway) this.#hold();
    return !this.#isGone && (wasAway || this.#hasAnswered);
  }

  #hold(): void {
    const isFirst = this.#nextMs === undefined;
    if (!isFirst) this.#looks++;
    this.#nextMs = this.#clock.now() + this.#awayMs * 2 ** this.#looks;
  }
}
