import { seededRandom } from "./prng";
import { dot } from "./unit-vector";

/** One image that waits for its place on an opening wall. */
export interface ShuffleItem {
  readonly id: string;
  /** float32, unit blocks; all items of one length. */
  readonly energy: Float32Array;
  /** What it shows, where the source says so: two of one label are never near while others wait. */
  readonly label?: string;
}

/** Candidates weighed for each place: enough to find a stranger, few enough to stay random. */
const CANDIDATES = 12;

/** Candidates drawn for each place; those whose label was placed longest ago are weighed. */
const DRAWN = 4 * CANDIDATES;

/** Added to a candidate's likeness when its label is among the last places; above any cosine. */
const SAME_LABEL = 10;

/**
 * An order in which neighbours are unlike each other. Greedy: for each place, the one of twelve
 * randomly drawn candidates whose nearest among the last `window` placed is farthest (farthest-first
 * traversal, Gonzalez 1985, over a moving window). Labels that are frequent are drawn first when
 * only they would be left at the end.
 *
 * Cost: `items × 12 × window` dot products; 2,000 items of 512 dims in about 250 ms.
 *
 * @param seed any text; the same seed and items give the same order.
 * @param window how many places back an image must differ from; a wall has at most so many columns.
 * @returns indices of `items`, each once.
 */
export function openingOrder(
  items: readonly ShuffleItem[],
  seed: string,
  { window = 20 }: { readonly window?: number } = {},
): number[] {
  const random = seededRandom(seed);
  // By id first: the order must not depend on how the store happened to list them.
  const waiting = items
    .map((_, index) => index)
    .sort((a, b) => ((items[a]?.id ?? "") < (items[b]?.id ?? "") ? -1 : 1));
  const left = new Map<string, number>();
  for (const { label } of items) if (label) left.set(label, (left.get(label) ?? 0) + 1);
  const lastPlace = new Map<string, number>();
  const placeOf = (at: number) => lastPlace.get(items[waiting[at] ?? 0]?.label ?? "") ?? -1;

  const order: number[] = [];
  while (waiting.length > 0) {
    const recent = order.slice(-window).flatMap((index) => items[index] ?? []);
    const candidates = draw(waiting.length, random)
      .sort((a, b) => placeOf(a) - placeOf(b))
      .slice(0, CANDIDATES);
    let best = 0;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const at of candidates) {
      const item = items[waiting[at] ?? 0];
      if (!item) continue;
      const cost = costOf(item, recent) - urgency(item, left, waiting.length, window);
      if (cost < bestCost) {
        best = at;
        bestCost = cost;
      }
    }
    const chosen = waiting[best] ?? 0;
    waiting[best] = waiting[waiting.length - 1] ?? 0;
    waiting.pop();
    const label = items[chosen]?.label;
    if (label) {
      left.set(label, (left.get(label) ?? 1) - 1);
      lastPlace.set(label, order.length);
    }
    order.push(chosen);
  }
  return order;
}

/** Positions to look at: all of them where few wait, so that the end of a wall is varied too. */
function draw(count: number, random: () => number): number[] {
  if (count <= DRAWN) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: DRAWN }, () => Math.floor(random() * count));
}

/** Likeness to the recent ones, the last counting most; far above 1 for one of the same label. */
function costOf(item: ShuffleItem, recent: readonly ShuffleItem[]): number {
  let cost = 0;
  recent.forEach((other, i) => {
    const likeness = (dot(item.energy, other.energy) * (i + recent.length)) / (2 * recent.length);
    // The nearer the place, the more it matters, or a scarce label would block the whole window.
    const same = item.label && item.label === other.label ? SAME_LABEL + i : 0;
    cost = Math.max(cost, likeness + same);
  });
  return cost;
}

/** How much an item must come now, lest its label be all that is left: 0 for most. */
function urgency(
  { label }: ShuffleItem,
  left: ReadonlyMap<string, number>,
  waiting: number,
  window: number,
): number {
  if (!label) return 0;
  const share = (left.get(label) ?? 0) / waiting;
  return Math.max(0, share - 1 / window);
}
