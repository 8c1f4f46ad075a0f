import { longerAxes } from "./axis-code";
import type { Hop, Trail } from "./trail";
import { pathTo, recipeKey } from "./tree";

/** A dial that is turned passes many recipes; links to most of them were never made. */
const MAX_FORMER = 60;

/** A hop as a tab knows it. Its index among the known hops is its name: hops are only ever added. */
export interface KnownHop {
  /** As it is now; its parent is an index among the known hops. */
  readonly hop: Hop;
  /** What it asked before it was tuned, as recipe keys: links of then are still links to it. */
  readonly formerly: readonly string[];
  /** It was taken off. It is kept so that this can be undone. */
  readonly isPruned: boolean;
}

/** All that a tab knows of one trail: the union of every link to it that was opened or made here. */
export interface KnownTrail {
  /** What is not a hop, as the last link had it. */
  readonly head: Omit<Trail, "hops" | "tip">;
  readonly hops: readonly KnownHop[];
}

/** How a link is taken in. */
export interface Learning {
  /** It was opened for what it says: its names and notes count, and nothing of it stays pruned. */
  readonly isTold: boolean;
  /** Index of the known hop that its tip is, whatever that asks now: a dial was turned. */
  readonly tuned?: number;
}

/** What is known, with a link that was taken in. */
export interface Learned {
  readonly known: KnownTrail;
  /** Index of the known hop of each hop of the link. */
  readonly at: readonly number[];
}

/** What a tab knows of a trail that it meets for the first time. */
export function knowTrail({ hops: _, tip: __, ...head }: Trail): KnownTrail {
  return { head, hops: [] };
}

/** Whether a trail is one that is known: they share a root. */
export function isKnownTrail(known: KnownTrail, trail: Trail): boolean {
  const roots = new Set(
    known.hops.flatMap(({ hop, formerly }) =>
      hop.parent < 0 ? [recipeKey(hop.recipe), ...formerly] : [],
    ),
  );
  return trail.hops.some(({ parent, recipe }) => parent < 0 && roots.has(recipeKey(recipe)));
}

/**
 * Takes a link in. What is on screen counts, so its tip asks what the link says; any other hop that is
 * known stays as it was left. A hop that was pruned is back where the way to the tip needs it.
 */
export function learnTrail(known: KnownTrail, trail: Trail, learning: Learning): Learned {
  const hops = [...known.hops];
  const find = childFinder(known);
  const path = new Set(pathTo(trail));
  const at: number[] = [];
  trail.hops.forEach((hop, index) => {
    const parent = hop.parent < 0 ? -1 : (at[hop.parent] ?? -1);
    const isTip = index === trail.tip;
    const isTuned = isTip && hops[learning.tuned ?? -1]?.hop.parent === parent;
    const to = (isTuned ? learning.tuned : find(parent, hop, new Set(at))) ?? hops.length;
    const mine = hops[to];
    hops[to] = mine
      ? meet(mine, hop, { isTip, isTold: learning.isTold, isOnPath: path.has(index) })
      : { hop: { ...hop, parent }, formerly: [], isPruned: isGone(hops, parent) };
    at.push(to);
  });
  const ids = new Set(trail.guests.map(({ id }) => id));
  const { hops: _, tip: __, ...head } = trail;
  const guests = [...head.guests, ...known.head.guests.filter(({ id }) => !ids.has(id))];
  const name = head.name ?? known.head.name;
  const axes = longerAxes(head.axes, known.head.axes);
  return {
    known: {
      head: { ...head, guests, ...(name ? { name } : {}), ...(axes ? { axes } : {}) },
      hops,
    },
    at,
  };
}

function isGone(hops: readonly KnownHop[], index: number): boolean {
  return hops[index]?.isPruned === true;
}

/** Finds the known hop of a link's hop: one that asks the same now, else one that did. */
function childFinder({ hops }: KnownTrail) {
  const now = new Map<string, number[]>();
  const then = new Map<string, number[]>();
  const note = (map: Map<string, number[]>, key: string, index: number) => {
    const all = map.get(key);
    if (all) all.push(index);
    else map.set(key, [index]);
  };
  hops.forEach(({ hop, formerly }, index) => {
    note(now, `${hop.parent} ${recipeKey(hop.recipe)}`, index);
    for (const key of formerly) note(then, `${hop.parent} ${key}`, index);
  });
  return (parent: number, hop: Hop, taken: ReadonlySet<number>): number | undefined => {
    const key = `${parent} ${recipeKey(hop.recipe)}`;
    const isFree = (index: number) => !taken.has(index);
    return now.get(key)?.find(isFree) ?? then.get(key)?.find(isFree);
  };
}

interface Meeting {
  readonly isTip: boolean;
  readonly isTold: boolean;
  readonly isOnPath: boolean;
}

function meet(mine: KnownHop, hop: Hop, { isTip, isTold, isOnPath }: Meeting): KnownHop {
  const asks = isTip || isTold ? withRecipe(mine, hop) : mine;
  const name = isTold ? (hop.name ?? mine.hop.name) : mine.hop.name;
  const note = isTold ? (hop.note ?? mine.hop.note) : mine.hop.note;
  return {
    ...asks,
    hop: { ...asks.hop, ...(name ? { name } : {}), ...(note ? { note } : {}) },
    isPruned: mine.isPruned && !isOnPath && !isTold,
  };
}

function withRecipe(mine: KnownHop, { recipe }: Hop): KnownHop {
  const tuned = { ...mine, hop: { ...mine.hop, recipe } };
  return recipeKey(recipe) === recipeKey(mine.hop.recipe) ? mine : withFormer(tuned, mine);
}

/** A hop with what it was: what that asked, and had asked before, is known to be this hop. */
export function withFormer(hop: KnownHop, was: KnownHop): KnownHop {
  const now = recipeKey(hop.hop.recipe);
  const formerly = new Set([...hop.formerly, ...was.formerly, recipeKey(was.hop.recipe)]);
  formerly.delete(now);
  return { ...hop, formerly: [...formerly].slice(-MAX_FORMER) };
}

/** A trail that was made of what is known. */
export interface WholeTrail {
  /** All hops that were not pruned. */
  readonly trail: Trail;
  /** Index of the known hop of each of them. */
  readonly of: readonly number[];
}

/** The union as a trail. @param tip index of a known hop; one that is pruned gives way to the hop before it. */
export function wholeTrail({ head, hops }: KnownTrail, tip: number): WholeTrail {
  const to: number[] = [];
  const of: number[] = [];
  const live: Hop[] = [];
  hops.forEach(({ hop, isPruned }, index) => {
    const parent = hop.parent < 0 ? -1 : (to[hop.parent] ?? -1);
    const isLive = !isPruned && (hop.parent < 0 || parent >= 0);
    to.push(isLive ? live.length : -1);
    if (!isLive) return;
    live.push({ ...hop, parent });
    of.push(index);
  });
  let at = tip;
  while (at >= 0 && (to[at] ?? -1) < 0) at = hops[at]?.hop.parent ?? -1;
  return {
    trail: { ...head, hops: live, tip: at < 0 ? Math.min(0, live.length - 1) : (to[at] ?? 0) },
    of,
  };
}
