import { useEffect, useMemo, useState } from "react";
import { nameHop, noteHop, pruneHop } from "@/lib/trail/change-hops";
import { fitToLink } from "@/lib/trail/fit-link";
import { wholeTrail } from "@/lib/trail/known-trail";
import { changed, comeTo, redo, type Step, type TabTrail, undo } from "@/lib/trail/tab-trail";
import type { Trail } from "@/lib/trail/trail";
import { linkFor, withTip } from "@/lib/trail/tree";
import type { Place } from "../explorer/use-navigation";
import { keepTabTrails, readTabTrails } from "./kept-tab-trails";

/** The trail of a place with all the ways that this tab knows of it, and what can be done to them. */
export interface Branches {
  /** Every hop that this tab knows and that was not pruned; its tip is the place's. */
  readonly whole: Trail;
  /** What a link to it carries: all of it, or the way to the tip and what was walked last. */
  readonly linked: Trail;
  /** Name of the hop that is looked at, which no change of the trail changes. */
  readonly place: string;
  /** Name of a hop of the whole trail in this tab. */
  readonly nameOf: (index: number) => string;
  /** The address of a hop of the whole trail; `undefined` where even the way to it is too long. */
  readonly linkTo: (index: number) => string | undefined;
  /** @returns whether a link has room for it; where it has not, nothing changes. */
  readonly name: (index: number, name: string) => boolean;
  /** @returns as `name`. */
  readonly note: (index: number, note: string) => boolean;
  readonly prune: (index: number) => void;
  /** What would be undone or done again; `undefined` where there is nothing. */
  readonly undoable: Step | undefined;
  readonly redoable: Step | undefined;
  readonly undo: () => void;
  readonly redo: () => void;
}

interface BranchesOptions {
  readonly place: Place;
  /** The place's own; `undefined` on the opening wall. */
  readonly trail: Trail | undefined;
  readonly go: (href: string) => void;
  readonly replace: (href: string) => void;
  /** Forgets a dial that is being turned. */
  readonly settle: () => void;
}

interface Tab {
  readonly place: Place;
  readonly trails: readonly TabTrail[];
}

/** Keeps in this tab all the ways of the trails that are walked in it; `undefined` on the opening wall. */
export function useBranches(options: BranchesOptions): Branches | undefined {
  const { place, trail, go, replace, settle } = options;
  const [tab, setTab] = useState<Tab>({ place, trails: [] });
  // Before the first effect there is no history entry yet, and nothing may differ from the server's.
  if (tab.place !== place && place.key) {
    const trails = tab.place.key ? tab.trails : readTabTrails(window.sessionStorage);
    setTab({ place, trails: trail ? arrive(trails, trail, place) : trails });
  }
  useEffect(() => {
    if (tab.place.key) keepTabTrails(window.sessionStorage, tab.trails);
  }, [tab]);

  return useMemo(() => {
    if (!trail) return undefined;
    const latest = tab.place === place && place.key ? tab.trails[0] : undefined;
    const seen = latest && wholeTrail(latest.known, latest.tip);
    const whole = seen?.trail ?? trail;

    /** Where a changed trail is: the same entry if it is at the same hop, else a new one. */
    const show = (next: TabTrail, [, ...others]: readonly TabTrail[]) => {
      const { trail: changedTrail } = wholeTrail(next.known, next.tip);
      const href = linkFor(fitToLink(changedTrail) ?? changedTrail);
      settle();
      setTab({ place, trails: [next, ...others] });
      if (latest && next.tip === latest.tip) replace(href);
      else go(href);
    };
    const change = (kind: "named" | "noted" | "pruned", index: number, next: Trail): boolean => {
      if (!latest || !fitToLink(next)) return false;
      const after = changed(latest, { index, next, kind, nowMs: Date.now() });
      if (after !== latest) show(after, tab.trails);
      return true;
    };
    return {
      whole,
      linked: fitToLink(whole) ?? trail,
      place: latest ? `${latest.id} ${latest.tip}` : "",
      nameOf: (index) => `${latest?.id ?? ""} ${seen?.of[index] ?? index}`,
      linkTo: (index) => {
        const fitted = fitToLink(withTip(whole, index));
        return fitted && linkFor(fitted);
      },
      name: (index, name) => change("named", index, nameHop(whole, index, name)),
      note: (index, note) => change("noted", index, noteHop(whole, index, note)),
      prune: (index) => void change("pruned", index, pruneHop(whole, index)),
      undoable: latest?.done.at(-1),
      redoable: latest?.undone.at(-1),
      undo: () => latest && show(undo(latest), tab.trails),
      redo: () => latest && show(redo(latest), tab.trails),
    };
  }, [tab, place, trail, go, replace, settle]);
}

function arrive(
  trails: readonly TabTrail[],
  trail: Trail,
  { arrival }: Place,
): readonly TabTrail[] {
  const nowMs = Date.now();
  return comeTo(trails, trail, arrival, { newId: nowMs.toString(36), nowMs });
}
