import { ASPECTS } from "@/lib/energy/aspects";

const PER_ROW = ASPECTS.length;

/** Densities of the first rows, as they are kept on disk. */
export interface SavedDensities {
  /** Of the sample that they were measured against. */
  readonly key: string;
  /** float32, four a row. */
  readonly values: Float32Array<ArrayBuffer>;
  /** 1 where a row was measured. */
  readonly measured: Uint8Array<ArrayBuffer>;
}

/** Densities that were measured, by slot, until the sample is another one. */
export class DensityBook {
  #values = new Float32Array(0);
  #measured = new Uint8Array(0);
  #key = "";

  /** Forgets all when the sample is another one. */
  keepTo(key: string): void {
    if (key === this.#key) return;
    this.#key = key;
    this.#measured.fill(0);
  }

  has(slot: number): boolean {
    return this.#measured[slot] === 1;
  }

  set(slot: number, values: Float32Array): void {
    this.#reserve(slot + 1);
    this.#values.set(values, slot * PER_ROW);
    this.#measured[slot] = 1;
  }

  /** Copies a row's four values to a position of `out`. */
  copyTo(slot: number, out: Float32Array, at: number): void {
    out.set(this.#values.subarray(slot * PER_ROW, (slot + 1) * PER_ROW), at);
  }

  /** A copy of what is known of the first rows. */
  save(rows: number): SavedDensities {
    this.#reserve(rows);
    return {
      key: this.#key,
      values: this.#values.slice(0, rows * PER_ROW),
      measured: this.#measured.slice(0, rows),
    };
  }

  load({ key, values, measured }: SavedDensities): void {
    this.#key = key;
    this.#values = values;
    this.#measured = measured;
  }

  #reserve(slots: number): void {
    if (this.#measured.length >= slots) return;
    const capacity = Math.max(1_024, Math.ceil(slots * 1.5));
    const [measured, values] = [new Uint8Array(capacity), new Float32Array(capacity * PER_ROW)];
    measured.set(this.#measured);
    values.set(this.#values);
    this.#measured = measured;
    this.#values = values;
  }
}
