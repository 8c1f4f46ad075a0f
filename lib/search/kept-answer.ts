import { logEvent } from "@/lib/log-event";
import { type CacheName, tellWork } from "@/lib/metrics/work-told";
import { MAX_WALL_TILES } from "./contract";

/** The last answer is given on while the gallery has changed by at most this share of its images. */
const MOST_CHANGE = 0.05;
/** Between two renewals there are at least so many ms … */
const REST_MS = 5_000;
/** … and so many times what the last one took: a tenth of the time at most goes into them. */
const REST_TIMES = 10;
/**
 * What only visitors renew is given on no longer than this, or this many times what it took: whoever
 * comes later to a gallery at rest gets what is true of it.
 */
const SHOWN_MS = 60_000;
const SHOWN_TIMES = 20;

/** What an answer is made from, as it is now. */
export interface SeenGallery<V> {
  /** Whatever the answer depends on; another one asks for another answer. */
  readonly version: V;
  /** Images of the gallery. */
  readonly count: number;
}

/** How an answer is made, and from what; `look` is free to call. */
export interface Source<T, V> {
  readonly look: () => SeenGallery<V>;
  readonly make: () => Promise<T>;
}

interface Options {
  /** What is renewed, for the `renewal_failed` line of the log. */
  readonly name: string;
  /** Milliseconds of any clock that never goes back. */
  readonly now?: () => number;
  /**
   * For what visitors see themselves and only they renew: a gallery that shrinks is waited for, so that
   * nobody is shown for long what was removed; so is one that has room on one wall, where new images
   * are looked for. Told as hits and misses of this cache.
   */
  readonly shownFrom?: CacheName;
}

interface Made<T, V> extends SeenGallery<V> {
  readonly answer: T;
  /** How long it is given on when it is one that is shown. */
  readonly untilMs: number;
}

/**
 * An answer that is derived from the whole gallery. While an ingest writes, every second brings
 * another version; making each of them anew would take longer than it is true. So the last answer is
 * given on while one new one is made, and once the gallery is at rest it is that of the last version.
 */
export class KeptAnswer<T, V extends string | number> {
  readonly #name: string;
  readonly #now: () => number;
  readonly #shownFrom: CacheName | undefined;
  #known: Made<T, V> | undefined;
  #making: { readonly version: V; readonly answer: Promise<T> } | undefined;
  /** Images at most since the last answer was begun, as far as anybody asked. */
  #mostImages = 0;
  #restUntilMs = Number.NEGATIVE_INFINITY;

  constructor({ name, now = () => performance.now(), shownFrom }: Options) {
    this.#name = name;
    this.#now = now;
    this.#shownFrom = shownFrom;
  }

  /** The version that the last answer was made for. */
  get madeFor(): V | undefined {
    return this.#known?.version;
  }

  /**
   * The answer of what is seen now; the last one while it is renewed, if the gallery has changed
   * little since. One is made at a time, however many ask.
   *
   * @throws what `make` throws, where the last answer cannot be given.
   */
  async get(source: Source<T, V>): Promise<T> {
    const seen = source.look();
    const known = this.#fitting(seen);
    const isHit = known !== undefined || this.#making?.version === seen.version;
    if (this.#shownFrom) tellWork({ kind: "cache", cache: this.#shownFrom, isHit });
    if (known) {
      if (known.version !== seen.version) void this.renew(source);
      return known.answer;
    }
    if (this.#making && this.#making.version !== seen.version) {
      // Begun before this was asked: it may fit all the same. Whoever began it is told of a failure.
      await this.#making.answer.catch(() => undefined);
      const fitting = this.#fitting(source.look());
      if (fitting) return fitting.answer;
    }
    return (this.#making ?? this.#begin(source)).answer;
  }

  /**
   * Makes the answer of what is seen now, unless it is known, one is being made, or the last one was
   * made a moment ago. Never rejects: a failure is logged, and the last answer stays.
   */
  async renew(source: Source<T, V>): Promise<void> {
    if (this.#making || this.#now() < this.#restUntilMs) return;
    if (this.#known?.version === source.look().version) return;
    try {
      await this.#begin(source).answer;
    } catch (error) {
      logEvent("renewal_failed", { of: this.#name, error: String(error) });
    }
  }

  #fitting({ version, count }: SeenGallery<V>): Made<T, V> | undefined {
    const known = this.#known;
    if (!known || known.version === version) return known;
    if (this.#shownFrom) {
      if (count <= MAX_WALL_TILES || count < this.#mostImages) return undefined;
      if (this.#now() > known.untilMs) return undefined;
      this.#mostImages = count;
    }
    return Math.abs(count - known.count) <= MOST_CHANGE * known.count ? known : undefined;
  }

  #begin(source: Source<T, V>) {
    const seen = source.look();
    const answer = this.#make(source.make, seen).finally(() => {
      this.#making = undefined;
    });
    this.#making = { version: seen.version, answer };
    return this.#making;
  }

  async #make(make: () => Promise<T>, seen: SeenGallery<V>): Promise<T> {
    const startMs = this.#now();
    const after = (leastMs: number, times: number) => {
      const nowMs = this.#now();
      return nowMs + Math.max(leastMs, times * (nowMs - startMs));
    };
    try {
      const answer = await make();
      this.#known = { ...seen, answer, untilMs: after(SHOWN_MS, SHOWN_TIMES) };
      this.#mostImages = seen.count;
      return answer;
    } finally {
      this.#restUntilMs = after(REST_MS, REST_TIMES);
    }
  }
}
