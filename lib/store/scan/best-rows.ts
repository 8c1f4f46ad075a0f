import { kthLargest } from "./select-top";

const NO_SCORE = -3.4e38;

/**
 * Keeps the rows with the largest values of those it is shown, at least `size` of them: what is below
 * {@link floor} need not be shown. Cost: linear in what is shown.
 */
export class BestRows {
  readonly #size: number;
  #slots: Uint32Array<ArrayBuffer>;
  #values: Float32Array<ArrayBuffer>;
  #count = 0;
  /** Below this no row can be among the best any more. */
  floor = NO_SCORE;

  constructor(size: number) {
    this.#size = size;
    this.#slots = new Uint32Array(2 * size);
    this.#values = new Float32Array(2 * size);
  }

  add(slots: Uint32Array, values: Float32Array): void {
    if (this.#count + slots.length > this.#slots.length) this.#makeRoom(slots.length);
    this.#slots.set(slots, this.#count);
    this.#values.set(values, this.#count);
    this.#count += slots.length;
    if (this.#count >= 2 * this.#size) this.#shrink();
  }

  /** The best, in no particular order; rows that tie with the last of them may be among them. */
  slots(): Uint32Array {
    this.#shrink();
    return this.#slots.subarray(0, this.#count);
  }

  #shrink(): void {
    if (this.#count <= this.#size) return;
    this.floor = kthLargest(this.#values, this.#count, this.#size, this.#slots);
    // Of rows that tie with the last of the best only as many stay as there is room for: else many
    // equal rows would grow the list without end.
    this.#count = this.#size;
  }

  #makeRoom(more: number): void {
    const slots = new Uint32Array(2 * (this.#count + more));
    const values = new Float32Array(slots.length);
    slots.set(this.#slots.subarray(0, this.#count));
    values.set(this.#values.subarray(0, this.#count));
    this.#slots = slots;
    this.#values = values;
  }
}
