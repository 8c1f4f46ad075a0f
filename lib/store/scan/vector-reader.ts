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
    readSpans(this.#spans, into.subarray(at, at + this.#bytes), slot * this.#bytes);
  }
}
