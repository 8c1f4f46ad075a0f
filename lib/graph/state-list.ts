/** States of a search, numbered as they come, in arrays: a million objects would hold up the collector. */
export class StateList {
  #nodes = new Int32Array(1_024);
  #costs = new Float64Array(1_024);
  #steps = new Uint8Array(1_024);
  #before = new Int32Array(1_024);
  #count = 0;

  /**
   * @param before the state that it was reached from; −1 for none.
   * @returns its number.
   */
  push(node: number, cost: number, steps: number, before: number): number {
    const at = this.#count++;
    if (at === this.#nodes.length) this.#grow();
    this.#nodes[at] = node;
    this.#costs[at] = cost;
    this.#steps[at] = steps;
    this.#before[at] = before;
    return at;
  }

  /** @throws {RangeError} for a number that no state has. */
  at(state: number): { readonly node: number; readonly cost: number; readonly steps: number } {
    const [node, cost, steps] = [this.#nodes[state], this.#costs[state], this.#steps[state]];
    if (state >= this.#count || node === undefined || cost === undefined || steps === undefined) {
      throw new RangeError(`Expected a state of ${this.#count} but got ${state}`);
    }
    return { node, cost, steps };
  }

  /** The nodes of the states that lead to one, its own included; none for −1. */
  nodesTo(state: number): number[] {
    const nodes: number[] = [];
    for (let at = state; at >= 0; at = this.#before[at] ?? -1) nodes.push(this.#nodes[at] ?? 0);
    return nodes.reverse();
  }

  #grow(): void {
    const capacity = this.#count * 2;
    const [nodes, costs, steps, before] = [this.#nodes, this.#costs, this.#steps, this.#before];
    this.#nodes = new Int32Array(capacity);
    this.#costs = new Float64Array(capacity);
    this.#steps = new Uint8Array(capacity);
    this.#before = new Int32Array(capacity);
    this.#nodes.set(nodes);
    this.#costs.set(costs);
    this.#steps.set(steps);
    this.#before.set(before);
  }
}
