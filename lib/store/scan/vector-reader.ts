import { closeSync, openSync, readSync } from "node:fs";
import type { VectorSpan } from "../vector-file";

/** Reads vectors of files that another thread writes (`lib/store/vector-file.ts`). */
export class VectorReader {
  readonly #bytes: number;
  readonly #descriptors = new Map<string, number>();
  #spans: readonly VectorSpan[] = [];

  /** @param floats values of a vector. */
  constructor(floats: number) {
    this.#bytes = floats * 4;
  }

  /** Reads from these files from now on, by rising first slot; closes those that it knew and are not among them. */
  use(spans: readonly VectorSpan[]): void {
    this.#spans = spans;
    for (const [path, descriptor] of this.#descriptors) {
      if (spans.some((span) => span.path === path)) continue;
      closeSync(descriptor);
      this.#descriptors.delete(path);
    }
  }

  /** Copies a vector to `into` at a byte. @throws {RangeError} one that is not there. */
  read(slot: number, into: Uint8Array, at: number): void {
    const span = this.#spans.findLast(({ firstSlot }) => firstSlot <= slot);
    if (!span) throw new RangeError(`Expected a file with slot ${slot} but there is none`);
    const descriptor = this.#descriptors.get(span.path) ?? this.#open(span.path);
    const position = (slot - span.firstSlot) * this.#bytes;
    const count = readSync(descriptor, into, at, this.#bytes, position);
    if (count === this.#bytes) return;
    throw new RangeError(`Expected slot ${slot} in its file but ${count} of its bytes are there`);
  }

  #open(path: string): number {
    const descriptor = openSync(path, "r");
    this.#descriptors.set(path, descriptor);
    return descriptor;
  }
}
