import type { GraphArrays } from "./neighbour-graph";

/** One way into the graph, or out of it, and what that step costs. */
export interface EntryLink {
  readonly node: number;
  readonly cost: number;
}

/** What lies between two ends, which need not be nodes themselves: a guest is none. */
export interface Crossing {
  readonly arrays: GraphArrays;
  readonly size: number;
  /** float32, by link. */
  readonly costs: Float32Array;
  /** By node: 1 where it may be stepped on. */
  readonly isOpen: Uint8Array;
  /** From the start to its near nodes, and from the goal to its own. */
  readonly start: readonly EntryLink[];
  readonly goal: readonly EntryLink[];
  /** What it costs to step over at once; absent where the ends are no near ones of each other. */
  readonly direct?: number;
}
