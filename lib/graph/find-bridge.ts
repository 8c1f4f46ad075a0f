import { BreadthFirst } from "./breadth-first";
import { cheapestWay } from "./cheapest-way";
import type { Crossing, EntryLink } from "./crossing";
import type { Turn } from "./turn";

/** Stops of a bridge at most, both ends included. */
export const MAX_STOPS = 12;
/** Steps of a bridge at most. */
const MAX_STEPS = MAX_STOPS - 1;
/** The largest step is within this factor of the smallest that it could be on this graph. */
const STEP_TOLERANCE = 1.03;
/** Steps that each side may take towards a bridge that does not exist: 5 + 1 + 5 are 12 stops. */
const MISS_STEPS = (MAX_STEPS - 1) / 2;
const NO_LIMIT = Number.POSITIVE_INFINITY;

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
  readonly nodes: Int32Array;
  /** The nodes from the end to one of them, that one included. */
  readonly pathTo: (node: number) => number[];
}

/**
 * A way of at most 12 stops on which the largest step is as small as the graph allows (within 3 %),
 * and of those ways one whose steps cost the least together.
 *
 * First the largest step is pressed down: breadth-first from the start over links up to a threshold,
 * which is halved in until no way is left; then the cheapest way over links up to that threshold.
 *
 * Deterministic.
 *
 * @param turn is given up whenever it is over, so that others get theirs. Images that the graph takes
 *   in meanwhile are not stepped on.
 */
export async function findBridge(
  crossing: Crossing,
  turn: Turn,
): Promise<WholeBridge | BrokenBridge> {
  const largest = await leastLargestStep(crossing, turn);
  if (largest === undefined) {
    return {
      kind: "broken",
      fromStart: await reachFrom(crossing, crossing.start, turn),
      fromGoal: await reachFrom(crossing, crossing.goal, turn),
    };
  }
  return { kind: "whole", nodes: await cheapestWay(crossing, largest, MAX_STEPS, turn) };
}

/** The smallest largest step of any way, or a little more; `undefined` where there is no way. */
async function leastLargestStep(crossing: Crossing, turn: Turn): Promise<number | undefined> {
  const { start, goal, direct = NO_LIMIT } = crossing;
  const exits = new Float64Array(crossing.size).fill(NO_LIMIT);
  for (const { node, cost } of goal) exits[node] = cost;
  const walk = new BreadthFirst(crossing, turn);
  /** The largest step of a way with the fewest stops, all of its steps up to `limit`. */
  const largestUpTo = async (limit: number): Promise<number | undefined> => {
    if (direct <= limit) return direct;
    const exit = await walk.search(start, { limit, steps: MAX_STEPS - 1, exits });
    return exit === undefined ? undefined : Math.max(walk.largestStepTo(exit), exits[exit] ?? 0);
  };
  let high = await largestUpTo(Number.MAX_VALUE);
  if (high === undefined) return undefined;
  // Every way leaves the start and comes to the goal, unless it goes over at once.
  let low = Math.min(direct, Math.max(leastCost(start), leastCost(goal)));
  while (high > Math.max(low, 1e-6) * STEP_TOLERANCE) {
    const middle = Math.sqrt(Math.max(low, 1e-6) * high);
    const found = await largestUpTo(middle);
    if (found === undefined) low = middle;
    else high = found;
  }
  return high;
}

function leastCost(links: readonly EntryLink[]): number {
  return links.reduce((least, { cost }) => Math.min(least, cost), NO_LIMIT);
}

async function reachFrom(
  crossing: Crossing,
  from: readonly EntryLink[],
  turn: Turn,
): Promise<Reach> {
  const walk = new BreadthFirst(crossing, turn);
  await walk.search(from, { limit: Number.MAX_VALUE, steps: MISS_STEPS });
  return { nodes: walk.nodes, pathTo: (node) => walk.pathTo(node) };
}
