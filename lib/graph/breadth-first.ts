import type { Crossing, EntryLink } from "./crossing";
import { MAX_LINKS } from "./neighbour-graph";
import type { Turn } from "./turn";

/** Nodes between two looks at the clock: some 2,000 links. */
const NODES_A_LOOK = 64;
const NONE = Number.POSITIVE_INFINITY;

/** What the next search looks for, and how far. */
interface Aim {
  /** Links that cost more are not walked. */
  readonly limit: number;
  /** Steps at most. */
  readonly steps: number;
  /** float64, by node: the search is over at the first node whose own cost is within the limit. */
  readonly exits?: Float64Array;
}

/** Searches breadth-first over open nodes, both ways over links; each forgets the one before. */
export class BreadthFirst {
  readonly #crossing: Crossing;
  readonly #turn: Turn;
  readonly #before: Int32Array;
  readonly #stepTo: Float64Array;
  readonly #steps: Uint8Array;
  readonly #nodes: Int32Array;
  #count = 0;

  constructor(crossing: Crossing, turn: Turn) {
    this.#crossing = crossing;
    this.#turn = turn;
    this.#before = new Int32Array(crossing.size);
    this.#stepTo = new Float64Array(crossing.size);
    this.#steps = new Uint8Array(crossing.size);
    this.#nodes = new Int32Array(crossing.size);
  }

  /** Nodes that were reached, those with the fewest steps first. Good until the next search. */
  get nodes(): Int32Array {
    return this.#nodes.subarray(0, this.#count);
  }

  /** Steps to a node, the one that leads to the first included; 0 where it was not reached. */
  stepsTo(node: number): number {
    return this.#steps[node] ?? 0;
  }

  /** The nodes from the first to one that was reached, that one included. */
  pathTo(node: number): number[] {
    const path: number[] = [];
    for (let at = node; at >= 0; at = this.#before[at] ?? -1) path.push(at);
    return path.reverse();
  }

  /** The largest step on the way to a node that was reached. */
  largestStepTo(node: number): number {
    return this.pathTo(node).reduce((most, at) => Math.max(most, this.#stepTo[at] ?? 0), 0);
  }

  /** @returns the exit that was found; `undefined` where there is none, or none was asked for. */
  async search(from: readonly EntryLink[], aim: Aim): Promise<number | undefined> {
    this.#steps.fill(0);
    this.#count = 0;
    for (const { node, cost } of from) {
      if (cost <= aim.limit && this.#isNew(node) && this.#reach(node, -1, cost, 1, aim))
        return node;
    }
    for (let i = 0; i < this.#count; i++) {
      if (i % NODES_A_LOOK === 0 && this.#turn.isOver) await this.#turn.next();
      const node = this.#nodes[i] ?? 0;
      if ((this.#steps[node] ?? 0) >= aim.steps) return undefined;
      if (this.#expand(node, aim)) return this.#nodes[this.#count - 1];
    }
    return undefined;
  }

  /** Most links lead to what is reached already: the loops look at that first, in local names. */
  #expand(node: number, aim: Aim): boolean {
    const { costs, arrays, isOpen } = this.#crossing;
    const { degrees, targets, firstIn, nextIn } = arrays;
    const steps = this.#steps;
    const { limit } = aim;
    const step = (steps[node] ?? 0) + 1;
    const first = node * MAX_LINKS;
    const last = first + (degrees[node] ?? 0);
    for (let link = first; link < last; link++) {
      const to = targets[link] ?? 0;
      if (steps[to] !== 0 || isOpen[to] !== 1) continue;
      const cost = costs[link] ?? NONE;
      if (cost <= limit && this.#reach(to, node, cost, step, aim)) return true;
    }
    for (let link = firstIn[node] ?? -1; link >= 0; link = nextIn[link] ?? -1) {
      const to = (link / MAX_LINKS) | 0;
      if (steps[to] !== 0 || isOpen[to] !== 1) continue;
      const cost = costs[link] ?? NONE;
      if (cost <= limit && this.#reach(to, node, cost, step, aim)) return true;
    }
    return false;
  }

  #isNew(node: number): boolean {
    return this.#steps[node] === 0 && this.#crossing.isOpen[node] === 1;
  }

  /** Whether the search is over. */
  #reach(node: number, before: number, cost: number, step: number, aim: Aim): boolean {
    this.#steps[node] = step;
    this.#before[node] = before;
    this.#stepTo[node] = cost;
    this.#nodes[this.#count++] = node;
    return aim.exits !== undefined && (aim.exits[node] ?? NONE) <= aim.limit;
  }
}
