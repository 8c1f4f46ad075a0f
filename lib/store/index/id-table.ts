import { type ImageId, isImageId } from "@/lib/energy/image-id";
import { idWords } from "./id-words";

const EMPTY = -1;
const SMALLEST = 1_024;

/** Where the words of a slot's id stand. */
export interface IdColumns {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/**
 * The slot of each id: open addressing with linear probing (Knuth, TAOCP 3, 6.4, algorithms L and
 * R), at most half full. 8 to 16 bytes an id, where a `Map` of strings takes some 100. The ids
 * themselves stand in the columns; they are bits of a SHA-256, so they need no further hash.
 */
export class IdTable {
  readonly #columns: () => IdColumns;
  #slots = new Int32Array(SMALLEST).fill(EMPTY);
  #count = 0;

  /** @param columns the columns of now: they move when they grow. */
  constructor(columns: () => IdColumns) {
    this.#columns = columns;
  }

  /** The slot of an id; −1 for none. What is no id has none, though it may have an id's words. */
  get(id: ImageId): number {
    if (!isImageId(id)) return EMPTY;
    const { high, low } = idWords(id);
    return this.#slots[this.#find(high, low)] ?? EMPTY;
  }

  /** Says that the id in a slot's columns is there, and no longer elsewhere. */
  set(slot: number): void {
    const { high, low } = this.#columns();
    this.reserve(this.#count + 1);
    const at = this.#find(high[slot] ?? 0, low[slot] ?? 0);
    if (this.#slots[at] === EMPTY) this.#count++;
    this.#slots[at] = slot;
  }

  /** Makes room for so many ids. @throws {RangeError} when there is no memory: all is as it was. */
  reserve(ids: number): void {
    let size = this.#slots.length;
    while (2 * ids > size) size *= 2;
    if (size > this.#slots.length) this.#grow(size);
  }

  /** Forgets an id. */
  delete(id: ImageId): void {
    if (!isImageId(id)) return;
    const { high, low } = idWords(id);
    let hole = this.#find(high, low);
    if (this.#slots[hole] === EMPTY) return;
    this.#count--;
    const columns = this.#columns();
    const mask = this.#slots.length - 1;
    // What stands behind the hole and would no longer be found moves into it.
    for (let at = (hole + 1) & mask; ; at = (at + 1) & mask) {
      const slot = this.#slots[at] ?? EMPTY;
      if (slot === EMPTY) break;
      const home = (columns.low[slot] ?? 0) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#slots[hole] = slot;
      hole = at;
    }
    this.#slots[hole] = EMPTY;
  }

  /** Where an id stands, or where it would. */
  #find(high: number, low: number): number {
    const columns = this.#columns();
    const mask = this.#slots.length - 1;
    for (let at = low & mask; ; at = (at + 1) & mask) {
      const slot = this.#slots[at] ?? EMPTY;
      if (slot === EMPTY) return at;
      if (columns.low[slot] === low && columns.high[slot] === high) return at;
    }
  }

  #grow(size: number): void {
    const before = this.#slots;
    this.#slots = new Int32Array(size).fill(EMPTY);
    const { high, low } = this.#columns();
    for (const slot of before) {
      if (slot !== EMPTY) this.#slots[this.#find(high[slot] ?? 0, low[slot] ?? 0)] = slot;
    }
  }
}
