import { BreadthFirst } from "./breadth-first";
import type { Crossing, EntryLink } from "./crossing";
import { MinHeap } from "./min-heap";
import { MAX_LINKS } from "./neighbour-graph";
import { StateList } from "./state-list";
import type { Turn } from "./turn";

/** Entries that are taken out of a queue between two looks at the clock: some 2,000 links. */
const POPS_A_LOOK = 64;
const NONE = Number.POSITIVE_INFINITY;

/** A crossing, and which of its nodes a way can go over at all. */
interface Corridor {
  readonly crossing: Crossing;
  readonly limit: number;
  readonly maxSteps: number;
  /** uint8, by node: the fewest steps from it to the goal; 255 where no way goes over it. */
  readonly stepsLeft: Uint8Array;
}

/**
 * The nodes of the cheapest way of at most `maxSteps` steps of at most `limit` each. There is one.
 *
 * A* (Hart, Nilsson & Raphael, 1968) on states of a node and the steps taken. Its estimate of the way
 * left is the way's cost were there no limit of stops, from Dijkstra's search of the goal's side: never
 * more than the true one, and equal to it where the limit does not bind. Both keep to nodes that are
 * few enough steps from the start and the goal together: of ways of small steps alone, few.
 */
export async function cheapestWay(
  crossing: Crossing,
  limit: number,
  maxSteps: number,
  turn: Turn,
): Promise<number[]> {
  const corridor = await corridorOf(crossing, limit, maxSteps, turn);
  const { direct = NONE } = crossing;
  const best = { cost: direct <= limit ? direct : NONE, state: -1 };
  const left = await costsToGoal(corridor, best.cost, turn);
  const exits = costsByNode(crossing.goal);
  const states = new StateList();
  /** By node: the fewest steps of a state that was taken up. It was cheaper than any later one. */
  const fewest = new Uint8Array(crossing.size).fill(255);
  const queue = new MinHeap();
  const arrive = (node: number, cost: number, steps: number, before: number) => {
    if (steps >= (fewest[node] ?? 0)) return;
    if (steps + (corridor.stepsLeft[node] ?? 255) > maxSteps) return;
    const key = cost + left(node);
    if (key < best.cost) queue.push(key, states.push(node, cost, steps, before));
  };
  for (const { node, cost } of crossing.start) if (cost <= limit) arrive(node, cost, 1, -1);
  for (let pops = 1; queue.size > 0 && queue.leastKey < best.cost; pops++) {
    if (pops % POPS_A_LOOK === 0 && turn.isOver) await turn.next();
    const at = queue.pop();
    const { node, cost, steps } = states.at(at);
    if (steps >= (fewest[node] ?? 0)) continue;
    fewest[node] = steps;
    const exit = exits.get(node) ?? NONE;
    if (exit <= limit && cost + exit < best.cost) {
      best.cost = cost + exit;
      best.state = at;
    }
    eachLink(corridor, node, (to, step) => arrive(to, cost + step, steps + 1, at));
  }
  return states.nodesTo(best.state);
}

async function corridorOf(
  crossing: Crossing,
  limit: number,
  maxSteps: number,
  turn: Turn,
): Promise<Corridor> {
  const aim = { limit, steps: maxSteps - 1 };
  const fromStart = new BreadthFirst(crossing, turn);
  const fromGoal = new BreadthFirst(crossing, turn);
  await fromStart.search(crossing.start, aim);
  await fromGoal.search(crossing.goal, aim);
  const stepsLeft = new Uint8Array(crossing.size).fill(255);
  for (const node of fromGoal.nodes) {
    const [taken, left] = [fromStart.stepsTo(node), fromGoal.stepsTo(node)];
    if (taken > 0 && taken + left <= maxSteps) stepsLeft[node] = left;
  }
  return { crossing, limit, maxSteps, stepsLeft };
}

/**
 * What is left to pay from a node to the goal, were there no limit of stops: never too much. Known
 * exactly for all that is nearer to the goal than the start is; for what is farther, the start's.
 */
async function costsToGoal(
  corridor: Corridor,
  direct: number,
  turn: Turn,
): Promise<(node: number) => number> {
  const { crossing, limit, stepsLeft } = corridor;
  const known = new Float64Array(crossing.size).fill(NONE);
  const queue = new MinHeap();
  const arrive = (node: number, cost: number) => {
    if (cost >= (known[node] ?? 0) || stepsLeft[node] === 255) return;
    known[node] = cost;
    queue.push(cost, node);
  };
  const entries = costsByNode(crossing.start);
  for (const { node, cost } of crossing.goal) if (cost <= limit) arrive(node, cost);
  let whole = direct;
  let horizon = 0;
  for (let pops = 1; queue.size > 0 && queue.leastKey < whole; pops++) {
    if (pops % POPS_A_LOOK === 0 && turn.isOver) await turn.next();
    const key = queue.leastKey;
    const node = queue.pop();
    if (key > (known[node] ?? 0)) continue;
    horizon = key;
    const entry = entries.get(node) ?? NONE;
    if (entry <= limit) whole = Math.min(whole, key + entry);
    eachLink(corridor, node, (to, step) => arrive(to, key + step));
  }
  return (node) => Math.min(known[node] ?? NONE, horizon);
}

function costsByNode(links: readonly EntryLink[]): ReadonlyMap<number, number> {
  return new Map(links.map(({ node, cost }) => [node, cost]));
}

/** Calls `visit` for every link of a node that is within the limit, both ways. */
function eachLink(
  { crossing, limit }: Corridor,
  node: number,
  visit: (to: number, step: number) => void,
): void {
  const { arrays, costs } = crossing;
  const { degrees, targets, firstIn, nextIn } = arrays;
  const first = node * MAX_LINKS;
  const last = first + (degrees[node] ?? 0);
  for (let link = first; link < last; link++) {
    const step = costs[link] ?? NONE;
    if (step <= limit) visit(targets[link] ?? 0, step);
  }
  for (let link = firstIn[node] ?? -1; link >= 0; link = nextIn[link] ?? -1) {
    const step = costs[link] ?? NONE;
    if (step <= limit) visit((link / MAX_LINKS) | 0, step);
  }
}
