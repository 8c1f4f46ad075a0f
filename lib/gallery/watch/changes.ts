/**
 * Paths that have changed, until they have kept still for a while: who writes a file tells of it with
 * every part, and is done when nothing more is heard.
 */
export class Changes {
  readonly #stillMs: number;
  readonly #heardMs = new Map<string, number>();
  #wake: () => void = () => {};

  /** @param stillMs for so long nothing is heard of a file that is whole. */
  constructor(stillMs: number) {
    this.#stillMs = stillMs;
  }

  /** A file or a folder is new, has changed, or is gone. */
  add(path: string): void {
    // Last of all: the first in the map is the one that has kept still for the longest.
    this.#heardMs.delete(path);
    this.#heardMs.set(path, performance.now());
    this.#wake();
  }

  /** Whether more may be heard of a path. */
  has(path: string): boolean {
    return this.#heardMs.has(path);
  }

  /** All that have kept still, when there are any; `undefined` when nobody waits any more. */
  async take(signal: AbortSignal): Promise<readonly string[] | undefined> {
    while (!signal.aborted) {
      const leftMs = this.#leftMs();
      if (leftMs <= 0) return this.#takeStill();
      await this.#news(leftMs, signal);
    }
    return undefined;
  }

  #leftMs(): number {
    const [firstMs = Number.POSITIVE_INFINITY] = this.#heardMs.values();
    return firstMs + this.#stillMs - performance.now();
  }

  #takeStill(): string[] {
    const still: string[] = [];
    for (const [path, heardMs] of this.#heardMs) {
      if (heardMs + this.#stillMs > performance.now()) break;
      still.push(path);
      this.#heardMs.delete(path);
    }
    return still;
  }

  /** Resolves after a time, when the first path is heard of, or when nobody waits any more. */
  #news(afterMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const isEmpty = afterMs === Number.POSITIVE_INFINITY;
      const timer = isEmpty ? undefined : setTimeout(() => wake(), Math.ceil(afterMs));
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        this.#wake = () => {};
        resolve();
      };
      signal.addEventListener("abort", wake, { once: true });
      if (isEmpty) this.#wake = wake;
    });
  }
}
