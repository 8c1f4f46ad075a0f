import { readSync } from "node:fs";
import { type OpenSpan, readSpans } from "../index/spanned-file";

/** Reads vectors from files that the main thread opened and writes (`index/spanned-file.ts`). */
export class VectorReader {
  readonly #bytes: number;
  #spans: readonly OpenSpan[] = [];

  /** @param floats values of a vector. */
  constructor(floats: number) {
    this.#bytes = floats * 4;
  }

  /** Reads from these from now on. */
  use(spans: readonly OpenSpan[]): void {
    this.#spans = spans;
  }

  /** Copies a vector to `into` at a byte. @throws {RangeError} one that is not there. */
  read(slot: number, into: Uint8Array, at: number): void {
    const from = slot * this.#bytes;
    let index = this.#spans.length - 1;
    while (index > 0 && (this.#spans[index]?.from ?? 0) > from) index--;
    const span = this.#spans[index];
    const end = this.#spans[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    // Nearly always a vector lies in one file and comes at once: no view is made for it.
    if (span && end >= from + this.#bytes) {
      const read = readSync(span.fd, into, at, this.#bytes, from - span.from);
      if (read === this.#bytes) return;
    }
    readSpans(this.#spans, into.subarray(at, at + this.#bytes), from);
  }
}
