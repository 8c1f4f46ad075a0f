import { MinHeap } from "./min-heap";
import { type GraphArrays, MAX_LINKS } from "./neighbour-graph";

/** Stops of a bridge at most, both ends included. */
export const MAX_STOPS = 12;
/** Steps of a bridge at most. */
const MAX_STEPS = MAX_STOPS - 1;
/** The largest step is within this factor of the smallest that it could be on this graph. */
const STEP_TOLERANCE = 1.03;
/** Between two looks at the clock: about a millisecond. */
const POPS_A_TURN = 2_048;
/** Steps that each side may take towards a bridge that does not exist: 5 + 1 + 5 are 12 stops. */
const MISS_STEPS = (MAX_STEPS - 1) / 2;

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

/** A bridge: the nodes between its ends, in order; none where the ends are near ones. */
export interface WholeBridge {
  readonly kind: "whole";
  readonly nodes: readonly number[];
}

/** No bridge: what can be reached from either end, so that the nearest miss can be told. */
export interface BrokenBridge {
  readonly kind: "broken";
  readonly fromStart: Reach;
  readonly fromGoal: Reach;
}

/** Nodes that small steps lead to from one end. */
interface Reach {
  /** Those with the fewest steps first. */
  readonly nodes: readonly number[];
  /** The nodes from the end to one of them, that one included. */
  readonly pathTo: (node: number) => number[];
}

/**
 * A way of at most 12 stops on which the largest step is as small as the graph allows (within 3 %),
 * and of those ways one whose steps cost the least together.
 *
 * First the largest step is pressed down: breadth-first from the start over links up to a threshold,
 * which is halved in until no way is left. Then A* (Hart, Nilsson & Raphael, 1968) over links up to
 * that threshold, on states of a node and the steps taken. Its estimate of the way left is the way's
 * cost were there no limit of stops, from Dijkstra's search of the goal's side: never more than the
 * true one, and equal to it where the limit does not bind.
 *
 * Deterministic: ties go to the lower node.
 *
 * @param pause is awaited every few milliseconds, so that others get their turn.
 */
export async function findBridge(
  crossing: Crossing,
  pause: () => Promise<void>,
): Promise<WholeBridge | BrokenBridge> {
  const largest = await leastLargestStep(crossing, pause);
  if (largest === undefined) {
    return {
      kind: "broken",
      fromStart: reachFrom(crossing, crossing.start, Number.POSITIVE_INFINITY, MISS_STEPS),
      fromGoal: reachFrom(crossing, crossing.goal, Number.POSITIVE_INFINITY, MISS_STEPS),
    };
  }
  await pause();
  return { kind: "whole", nodes: await cheapestWay(crossing, largest, pause) };
}

/** The smallest largest step of any way, or a little more; `undefined` where there is no way. */
async function leastLargestStep(
  crossing: Crossing,
  pause: () => Promise<void>,
): Promise<number | undefined> {
  let high = largestStepUpTo(crossing, Number.POSITIVE_INFINITY);
  if (high === undefined) return undefined;
  // Every way leaves the start and comes to the goal, unless it goes over at once.
  let low = Math.max(leastCost(crossing.start), leastCost(crossing.goal));
  if (crossing.direct !== undefined) low = Math.min(low, crossing.direct);
  while (high > Math.max(low, 1e-6) * STEP_TOLERANCE) {
    await pause();
    const middle = Math.sqrt(Math.max(low, 1e-6) * high);
    const found = largestStepUpTo(crossing, middle);
    if (found === undefined) low = middle;
    else high = found;
  }
  return high;
}

function leastCost(links: readonly EntryLink[]): number {
  return links.reduce((least, { cost }) => Math.min(least, cost), Number.POSITIVE_INFINITY);
}

/** The largest step of a way with the fewest stops, all of its steps up to `limit`. */
function largestStepUpTo(crossing: Crossing, limit: number): number | undefined {
  const { direct, goal } = crossing;
  if (direct !== undefined && direct <= limit) return direct;
  const exits = new Map(goal.map(({ node, cost }) => [node, cost]));
  const { nodes, before, stepTo } = search(crossing, crossing.start, limit, MAX_STEPS - 1, exits);
  const last = nodes.at(-1);
  const exit = last === undefined ? undefined : exits.get(last);
  if (last === undefined || exit === undefined || exit > limit) return undefined;
  let largest = exit;
  for (let node = last; node >= 0; node = before[node] ?? -1) {
    largest = Math.max(largest, stepTo[node] ?? 0);
  }
  return largest;
}

function reachFrom(
  crossing: Crossing,
  from: readonly EntryLink[],
  limit: number,
  steps: number,
): Reach {
  const { nodes, before } = search(crossing, from, limit, steps);
  return {
    nodes,
    pathTo(node) {
      const path: number[] = [];
      for (let at = node; at >= 0; at = before[at] ?? -1) path.push(at);
      return path.reverse();
    },
  };
}

/**
 * Breadth-first over open nodes and links up to `limit`.
 *
 * @param exits stops at the first node of these whose own cost is within the limit: the last found.
 */
function search(
  crossing: Crossing,
  from: readonly EntryLink[],
  limit: number,
  maxSteps: number,
  exits?: ReadonlyMap<number, number>,
) {
  const before = new Int32Array(crossing.size).fill(-1);
  const stepTo = new Float64Array(crossing.size);
  const steps = new Uint8Array(crossing.size);
  const nodes: number[] = [];
  const isExit = (node: number) => (exits?.get(node) ?? Number.NaN) <= limit;
  /** Whether the search is over. */
  const reach = (node: number, from: number, cost: number, step: number): boolean => {
    if (cost > limit || steps[node] !== 0 || crossing.isOpen[node] !== 1) return false;
    steps[node] = step;
    before[node] = from;
    stepTo[node] = cost;
    nodes.push(node);
    return isExit(node);
  };
  const found = { nodes, before, stepTo };
  for (const { node, cost } of from) if (reach(node, -1, cost, 1)) return found;
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i] ?? 0;
    const step = (steps[node] ?? 0) + 1;
    if (step > maxSteps) break;
    const isOver = eachLink(crossing, node, (to, cost) => reach(to, node, cost, step));
    if (isOver) return found;
  }
  return found;
}

/** Calls `visit` for every link of a node, both ways, until it says true. */
function eachLink(
  { arrays, costs }: Crossing,
  node: number,
  visit: (to: number, cost: number) => boolean,
): boolean {
  const { degrees, targets, firstIn, nextIn } = arrays;
  const first = node * MAX_LINKS;
  const last = first + (degrees[node] ?? 0);
  for (let link = first; link < last; link++) {
    if (visit(targets[link] ?? 0, costs[link] ?? 0)) return true;
  }
  for (let link = firstIn[node] ?? -1; link >= 0; link = nextIn[link] ?? -1) {
    if (visit((link / MAX_LINKS) | 0, costs[link] ?? 0)) return true;
  }
  return false;
}

/** The nodes of the cheapest way of at most 11 steps up to `limit` each. There is one. */
async function cheapestWay(
  crossing: Crossing,
  limit: number,
  pause: () => Promise<void>,
): Promise<number[]> {
  const direct = crossing.direct !== undefined && crossing.direct <= limit ? crossing.direct : NONE;
  const left = await costsToGoal(crossing, limit, direct, pause);
  const exits = new Map(crossing.goal.map(({ node, cost }) => [node, cost]));
  /** Of every state that was reached: its node, what it cost, its steps, the state before. */
  const states: { node: number; cost: number; steps: number; before: number }[] = [];
  /** By node: the fewest steps of a state that was taken up. It was cheaper than any later one. */
  const fewest = new Uint8Array(crossing.size).fill(255);
  const queue = new MinHeap();
  const arrive = (node: number, cost: number, steps: number, before: number) => {
    if (cost > NONE || steps >= (fewest[node] ?? 0) || crossing.isOpen[node] !== 1) return;
    queue.push(cost + left(node), states.length);
    states.push({ node, cost, steps, before });
  };
  let best = { cost: direct, state: -1 };
  for (const { node, cost } of crossing.start) if (cost <= limit) arrive(node, cost, 1, -1);
  for (let pops = 1; queue.size > 0 && queue.leastKey < best.cost; pops++) {
    if (pops % POPS_A_TURN === 0) await pause();
    const at = queue.pop();
    const state = states[at];
    if (!state || state.steps >= (fewest[state.node] ?? 0)) continue;
    fewest[state.node] = state.steps;
    const exit = exits.get(state.node);
    if (exit !== undefined && exit <= limit && state.cost + exit < best.cost) {
      best = { cost: state.cost + exit, state: at };
    }
    if (state.steps + 2 > MAX_STEPS) continue;
    eachLink(crossing, state.node, (to, cost) => {
      if (cost <= limit) arrive(to, state.cost + cost, state.steps + 1, at);
      return false;
    });
  }
  const nodes: number[] = [];
  for (let at = best.state; at >= 0; at = states[at]?.before ?? -1) {
    nodes.push(states[at]?.node ?? 0);
  }
  return nodes.reverse();
}

const NONE = Number.POSITIVE_INFINITY;

/**
 * What is left to pay from a node to the goal, were there no limit of stops: never too much. Known
 * exactly for all that is nearer to the goal than the start is; for what is farther, the start's.
 */
async function costsToGoal(
  crossing: Crossing,
  limit: number,
  direct: number,
  pause: () => Promise<void>,
): Promise<(node: number) => number> {
  const known = new Float64Array(crossing.size).fill(NONE);
  const queue = new MinHeap();
  const arrive = (node: number, cost: number) => {
    if (cost >= (known[node] ?? 0) || crossing.isOpen[node] !== 1) return;
    known[node] = cost;
    queue.push(cost, node);
  };
  const entries = new Map(crossing.start.map(({ node, cost }) => [node, cost]));
  for (const { node, cost } of crossing.goal) if (cost <= limit) arrive(node, cost);
  let whole = direct;
  let horizon = 0;
  for (let pops = 1; queue.size > 0 && queue.leastKey < whole; pops++) {
    if (pops % POPS_A_TURN === 0) await pause();
    const key = queue.leastKey;
    const node = queue.pop();
    if (key > (known[node] ?? 0)) continue;
    horizon = key;
    const entry = entries.get(node);
    if (entry !== undefined && entry <= limit) whole = Math.min(whole, key + entry);
    eachLink(crossing, node, (to, cost) => {
      if (cost <= limit) arrive(to, key + cost);
      return false;
    });
  }
  return (node) => Math.min(known[node] ?? NONE, horizon);
}
