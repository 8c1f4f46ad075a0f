import { ASPECTS } from "@/lib/energy/aspects";

const PER_ROW = ASPECTS.length;

/** Densities that were measured, by slot, until the sample or the row changes. */
export class DensityBook {
  #values = new Float32Array(0);
  /** By slot: the moment the row was born that the values belong to; −1 for none. */
  #measured = new Int32Array(0);
  #sampleKey = "";

  /** Forgets all when the sample is another one. */
  keepTo(key: string): void {
    if (key === this.#sampleKey) return;
    this.#sampleKey = key;
    this.#measured.fill(-1);
  }

  /** Whether a row's values are here. @param born the moment its slot was written. */
  has(slot: number, born: number): boolean {
    return this.#measured[slot] === born;
  }

  set(slot: number, born: number, values: Float32Array): void {
    this.#reserve(slot + 1);
    this.#values.set(values, slot * PER_ROW);
    this.#measured[slot] = born;
  }

  /** Copies a row's four values to a position of `out`. */
  copyTo(slot: number, out: Float32Array, at: number): void {
    out.set(this.#values.subarray(slot * PER_ROW, (slot + 1) * PER_ROW), at);
  }

  #reserve(slots: number): void {
    const before = this.#measured;
    if (before.length >= slots) return;
    const capacity = Math.max(1_024, Math.ceil(slots * 1.5));
    this.#measured = new Int32Array(capacity).fill(-1);
    this.#measured.set(before);
    const values = new Float32Array(capacity * PER_ROW);
    values.set(this.#values);
    this.#values = values;
  }
}
