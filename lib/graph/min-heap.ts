/** A queue that hands out the entry with the least key first; of equal keys the smaller value. */
export class MinHeap {
  readonly #keys: number[] = [];
  readonly #values: number[] = [];

  get size(): number {
    return this.#keys.length;
  }

  /** The least key; +∞ when it is empty. */
  get leastKey(): number {
    return this.#keys[0] ?? Number.POSITIVE_INFINITY;
  }

  push(key: number, value: number): void {
    let at = this.#keys.length;
    this.#keys.push(key);
    this.#values.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isBefore(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** Takes out the value with the least key. @throws {RangeError} when it is empty. */
  pop(): number {
    const [least] = this.#values;
    if (least === undefined) throw new RangeError("Expected an entry but the heap is empty");
    const last = this.#keys.length - 1;
    this.#swap(0, last);
    this.#keys.pop();
    this.#values.pop();
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= last) return least;
      const right = left + 1;
      const child = right < last && this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(child, at)) return least;
      this.#swap(child, at);
      at = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#keys[a] ?? 0;
    const other = this.#keys[b] ?? 0;
    return one !== other ? one < other : (this.#values[a] ?? 0) < (this.#values[b] ?? 0);
  }

  #swap(a: number, b: number): void {
    const key = this.#keys[a] ?? 0;
    const value = this.#values[a] ?? 0;
    this.#keys[a] = this.#keys[b] ?? 0;
    this.#values[a] = this.#values[b] ?? 0;
    this.#keys[b] = key;
    this.#values[b] = value;
  }
}
