import {
  isKnownTrail,
  type KnownHop,
  type KnownTrail,
  knowTrail,
  learnTrail,
  wholeTrail,
  withFormer,
} from "./known-trail";
import type { Hop, Trail } from "./trail";
import { recipeKey } from "./tree";

/** What a step did to a trail. */
export type StepKind = "added" | "pruned" | "named" | "noted" | "tuned";

/** One change of a trail, with all it takes to undo it and to do it again. */
export interface Step {
  readonly kind: StepKind;
  /** Index of the known hop that it was about. */
  readonly hop: number;
  /** Known hops at which the person was. */
  readonly from: number;
  readonly to: number;
  readonly changes: readonly {
    readonly index: number;
    readonly before: KnownHop;
    readonly after: KnownHop;
  }[];
  readonly atMs: number;
}

/** A trail in one tab: what is known of it, where the person is, and what can be undone. */
export interface TabTrail {
  /** Name of it in this tab. */
  readonly id: string;
  readonly known: KnownTrail;
  /** Index of the known hop that is looked at. */
  readonly tip: number;
  /** The latest last, at most 200. */
  readonly done: readonly Step[];
  /** What was undone and can be done again: the next last. */
  readonly undone: readonly Step[];
}

/** How someone came to a trail (`Place.arrival`). */
export type Arrival = "first" | "new" | "back" | "tuned";

/** Turns of a dial that follow each other within this are undone as one, in ms. */
const ONE_TURN_MS = 1_500;
const MAX_STEPS = 200;
/** Trails that a tab keeps the branches of; the one that was looked at longest ago is forgotten. */
const MAX_TRAILS = 12;

/**
 * A tab's trails after someone came to one of them.
 *
 * @param trails the one looked at last first; only that one can be tuned.
 * @param newId names a trail that shares no root with any.
 * @returns the same, with that trail first.
 */
export function comeTo(
  trails: readonly TabTrail[],
  trail: Trail,
  arrival: Arrival,
  { newId, nowMs }: { readonly newId: string; readonly nowMs: number },
): readonly [TabTrail, ...TabTrail[]] {
  const isTuned = arrival === "tuned";
  const [latest] = trails;
  const tuned = isTuned && latest && isTunedFrom(latest, trail) ? latest : undefined;
  const before = tuned ?? trails.find(({ known }) => isKnownTrail(known, trail));
  const others = trails.filter((one) => one !== before).slice(0, MAX_TRAILS - 1);
  const { known, at } = learnTrail(before?.known ?? knowTrail(trail), trail, {
    isTold: arrival === "first",
    ...(tuned ? { tuned: tuned.tip } : {}),
  });
  const tip = at[trail.tip] ?? -1;
  if (!before) return [{ id: newId, known, tip, done: [], undone: [] }, ...others];
  const isStep = arrival === "new" || isTuned;
  const step =
    isStep && stepBetween(before, known, { kind: isTuned ? "tuned" : "added", tip, nowMs });
  return [step ? withStep({ ...before, known, tip }, step) : { ...before, known, tip }, ...others];
}

/** Whether a trail may be the latest one with its tip tuned: the tip came from the same hop. */
function isTunedFrom({ known, tip }: TabTrail, trail: Trail): boolean {
  const isRoot = known.hops[tip]?.hop.parent === -1;
  const isRootNow = trail.hops[trail.tip]?.parent === -1;
  return isRoot ? isRootNow && trail.tip === 0 : isKnownTrail(known, trail);
}

/**
 * A tab's trail after one of its hops was named, noted or taken off.
 *
 * @param index of the hop in the whole trail.
 * @param next the whole trail with that change.
 * @param kind "pruned" where hops are gone, else the hops are the same and in the same order.
 */
export function changed(
  tab: TabTrail,
  {
    index,
    next,
    kind,
    nowMs,
  }: {
    readonly index: number;
    readonly next: Trail;
    readonly kind: "pruned" | "named" | "noted";
    readonly nowMs: number;
  },
): TabTrail {
  const { of: kept } = wholeTrail(tab.known, tab.tip);
  const hop = kept[index];
  if (hop === undefined) return tab;
  const hops = [...tab.known.hops];
  if (kind === "pruned") prune(hops, hop);
  else for (const [i, to] of kept.entries()) rename(hops, to, next.hops[i]);
  const known = { ...tab.known, hops };
  const seen = wholeTrail(known, tab.tip);
  const tip = seen.of[seen.trail.tip] ?? -1;
  const step = stepBetween(tab, known, { kind, hop, tip, nowMs });
  return step ? withStep({ ...tab, known, tip }, step) : tab;
}

function prune(hops: KnownHop[], index: number): void {
  const hop = hops[index];
  if (hop) hops[index] = { ...hop, isPruned: true };
}

function rename(hops: KnownHop[], index: number, to: Hop | undefined): void {
  const known = hops[index];
  if (!known || !to || (known.hop.name === to.name && known.hop.note === to.note)) return;
  const { name: _, note: __, ...rest } = known.hop;
  const words = { ...(to.name ? { name: to.name } : {}), ...(to.note ? { note: to.note } : {}) };
  hops[index] = { ...known, hop: { ...rest, ...words } };
}

interface StepAbout {
  readonly kind: StepKind;
  /** Absent where it is the tip. */
  readonly hop?: number;
  readonly tip: number;
  readonly nowMs: number;
}

/** What changed; `undefined` where nothing did. */
function stepBetween(
  before: TabTrail,
  { hops }: KnownTrail,
  { kind, tip, hop = tip, nowMs }: StepAbout,
): Step | undefined {
  const changes = hops.flatMap((after, index) => {
    const was = before.known.hops[index];
    if (!was) return [{ index, before: { ...after, isPruned: true }, after }];
    return isSame(was, after) ? [] : [{ index, before: was, after }];
  });
  if (changes.length === 0) return undefined;
  return { kind, hop, from: before.tip, to: tip, changes, atMs: nowMs };
}

function isSame(a: KnownHop, b: KnownHop): boolean {
  return (
    a.isPruned === b.isPruned &&
    a.hop.name === b.hop.name &&
    a.hop.note === b.hop.note &&
    recipeKey(a.hop.recipe) === recipeKey(b.hop.recipe)
  );
}

function withStep(tab: TabTrail, step: Step): TabTrail {
  const last = tab.done.at(-1);
  const isOneTurn =
    step.kind === "tuned" &&
    last?.kind === "tuned" &&
    last.hop === step.hop &&
    tab.undone.length === 0 &&
    step.atMs - last.atMs < ONE_TURN_MS;
  const [first] = last?.changes ?? [];
  const [now] = step.changes;
  const joined =
    isOneTurn && first && now && step.changes.length === 1 && first.index === now.index
      ? { ...step, changes: [{ ...now, before: first.before }] }
      : undefined;
  const done = joined ? [...tab.done.slice(0, -1), joined] : [...tab.done, step];
  return { ...tab, done: done.slice(-MAX_STEPS), undone: [] };
}

/** The trail with its last change taken back; itself where there is none. */
export function undo(tab: TabTrail): TabTrail {
  const step = tab.done.at(-1);
  if (!step) return tab;
  const known = withChanges(tab.known, step, "before");
  return {
    ...tab,
    known,
    tip: step.from,
    done: tab.done.slice(0, -1),
    undone: [...tab.undone, step],
  };
}

/** The trail with what was undone last done again; itself where nothing was. */
export function redo(tab: TabTrail): TabTrail {
  const step = tab.undone.at(-1);
  if (!step) return tab;
  const known = withChanges(tab.known, step, "after");
  return {
    ...tab,
    known,
    tip: step.to,
    done: [...tab.done, step],
    undone: tab.undone.slice(0, -1),
  };
}

function withChanges(known: KnownTrail, { changes }: Step, side: "before" | "after"): KnownTrail {
  const hops = [...known.hops];
  for (const { index, [side]: hop } of changes) {
    const left = hops[index];
    hops[index] = left ? withFormer(hop, left) : hop;
  }
  return { ...known, hops };
}
