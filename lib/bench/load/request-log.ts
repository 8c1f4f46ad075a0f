/** What a visitor asks for, as the tables name it. */
export type RequestKind =
  | "page"
  | "script or style"
  | "wall: a hop"
  | "wall: a dial"
  | "wall: words"
  | "wall: a filter"
  | "wall: a guest"
  | "thumbnail"
  | "details of tiles"
  | "words back"
  | "why"
  | "facets"
  | "guest"
  | "link preview";

/** What became of a request. */
export type RequestEnd =
  /** 200, read to its last byte. */
  | "answered"
  /** 304: the visitor had it already. */
  | "unchanged"
  /** 503 with `retry-after`: the server takes no more of this kind just now. */
  | "refused"
  /** The visitor did not wait for it, as when a dial is turned on. */
  | "given up"
  /** All else. */
  | "failed";

/** Failures that are kept word by word. */
const MAX_TOLD = 5;
/** Addresses that are kept: more than a replay meets twice. */
const MAX_PATHS = 5_000;

/** Counts and times of requests, by kind. */
export class RequestLog {
  readonly #times = new Map<RequestKind, number[]>();
  readonly #ends = new Map<RequestEnd, number>();
  readonly #failures: string[] = [];
  readonly #paths: string[] = [];

  /** @param ms from the request to the last byte of its answer; kept of those that were answered. */
  add(kind: RequestKind, end: RequestEnd, ms: number, failure?: string): void {
    this.#ends.set(end, this.count(end) + 1);
    if (end === "answered" || end === "unchanged") {
      const times = this.#times.get(kind) ?? [];
      times.push(ms);
      this.#times.set(kind, times);
    }
    if (failure !== undefined && this.#failures.length < MAX_TOLD) {
      this.#failures.push(`${kind}: ${failure}`);
    }
  }

  /** Milliseconds of the answers to each kind of request, in the order in which kinds first came. */
  get times(): ReadonlyMap<RequestKind, readonly number[]> {
    return this.#times;
  }

  /** The first failures, in words. */
  get failures(): readonly string[] {
    return this.#failures;
  }

  /** Notes what was asked for without a body, and answered. */
  addPath(path: string): void {
    if (this.#paths.length < MAX_PATHS) this.#paths.push(path);
  }

  /** What was answered first, in order. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  count(end: RequestEnd): number {
    return this.#ends.get(end) ?? 0;
  }

  /** Requests that were made, whatever became of them. */
  get total(): number {
    return [...this.#ends.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Forgets all: what came before belongs to the warm-up. */
  clear(): void {
    this.#times.clear();
    this.#ends.clear();
    this.#failures.length = 0;
    this.#paths.length = 0;
  }
}
