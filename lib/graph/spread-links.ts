import { dot } from "@/lib/energy/unit-vector";

/**
 * Takes of candidates those that no other chosen one lies on the way to: a candidate is taken if it is
 * nearer to the node than to each that was taken before it. In a crowd the first few are taken and
 * then the way out of it, where its nearest are all of the crowd itself; so crowds hang together
 * (relative neighbourhood graph: Toussaint, Pattern Recognition 12(4), 1980, which holds the minimum
 * spanning tree, on which no largest step is too large; as a choice of links: Malkov & Yashunin, TPAMI
 * 2020, algorithm 4).
 */
export class SpreadLinks {
  readonly #node: Float32Array;
  readonly #most: number;
  readonly #square: number;
  readonly #taken: { readonly vector: Float32Array; readonly square: number }[] = [];

  /**
   * @param node its vector.
   * @param most how many are taken at most.
   */
  constructor(node: Float32Array, most: number) {
    this.#node = node;
    this.#most = most;
    this.#square = dot(node, node);
  }

  /** Whether no more are taken: in most places a tenth of 200 candidates is enough for five. */
  get isFull(): boolean {
    return this.#taken.length === this.#most;
  }

  /**
   * @param vector a candidate's; it must come nearest first.
   * @returns whether it is taken.
   */
  offer(vector: Float32Array): boolean {
    if (this.isFull) return false;
    const distance = this.#square - 2 * dot(this.#node, vector);
    const isOnTheWay = this.#taken.some(
      (other) => other.square - 2 * dot(other.vector, vector) <= distance,
    );
    if (!isOnTheWay) this.#taken.push({ vector, square: dot(vector, vector) });
    return !isOnTheWay;
  }
}
