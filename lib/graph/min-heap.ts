/** A queue that hands out the entry with the least key first; of equal keys the smaller value. */
export class MinHeap {
  #keys = new Float64Array(1_024);
  #values = new Int32Array(1_024);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The least key; +∞ when it is empty. */
  get leastKey(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#keys[0] ?? 0);
  }

  /** @param value int32. */
  push(key: number, value: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    let at = this.#size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isAfter(parent, key, value)) break;
      this.#move(parent, at);
      at = parent;
    }
    this.#keys[at] = key;
    this.#values[at] = value;
  }

  /** Takes out the value with the least key. @throws {RangeError} when it is empty. */
  pop(): number {
    if (this.#size === 0) throw new RangeError("Expected an entry but the heap is empty");
    const least = this.#values[0] ?? 0;
    const last = --this.#size;
    const [key, value] = [this.#keys[last] ?? 0, this.#values[last] ?? 0];
    let at = 0;
    for (let child = 1; child < last; child = 2 * at + 1) {
      const right = child + 1;
      if (right < last && this.#isAfter(child, this.#keys[right] ?? 0, this.#values[right] ?? 0)) {
        child = right;
      }
      if (this.#isAfter(child, key, value)) break;
      this.#move(child, at);
      at = child;
    }
    this.#keys[at] = key;
    this.#values[at] = value;
    return least;
  }

  /** Whether the entry at a place comes after another. */
  #isAfter(at: number, key: number, value: number): boolean {
    const own = this.#keys[at] ?? 0;
    return own > key || (own === key && (this.#values[at] ?? 0) > value);
  }

  #move(from: number, to: number): void {
    this.#keys[to] = this.#keys[from] ?? 0;
    this.#values[to] = this.#values[from] ?? 0;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = new Float64Array(keys.length * 2);
    this.#values = new Int32Array(keys.length * 2);
    this.#keys.set(keys);
    this.#values.set(values);
  }
}
