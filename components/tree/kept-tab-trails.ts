import { decodeTrail } from "@/lib/trail/decode";
import { encodeTrail } from "@/lib/trail/encode";
import type { KnownHop } from "@/lib/trail/known-trail";
import type { TabTrail } from "@/lib/trail/tab-trail";

/** The little of `Storage` that is used. */
export type TrailStorage = Pick<Storage, "getItem" | "setItem">;

const STORAGE_KEY = "wavelength.trails";
/** What a tab may keep is no link: its storage, not a proxy, says how much it holds. */
const TAB_LIMITS = { chars: 1_000_000, hops: 20_000 };

/** A trail as it is written down. What can be undone is not: a reload ends that. */
interface KeptTrail {
  readonly id: string;
  readonly tip: number;
  /** All known hops as a code, pruned ones too. */
  readonly code: string;
  readonly formerly: readonly (readonly string[])[];
  readonly pruned: readonly number[];
}

/** Keeps a tab's trails over a reload; a full or forbidden storage is no reason to stop anyone. */
export function keepTabTrails(storage: TrailStorage, trails: readonly TabTrail[]): void {
  try {
    storage.setItem(STORAGE_KEY, JSON.stringify(trails.map(keptOf)));
  } catch {
    // Private windows and full storages: the branches are there until the page is closed.
  }
}

/** The trails that this tab kept; none where there are none or they cannot be read. */
export function readTabTrails(storage: TrailStorage): TabTrail[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isKept).map(tabTrailOf) : [];
  } catch {
    // Another page of this origin may have written anything there.
    return [];
  }
}

function keptOf({ id, tip, known: { head, hops } }: TabTrail): KeptTrail {
  return {
    id,
    tip,
    code: encodeTrail({ ...head, hops: hops.map(({ hop }) => hop), tip: hops.length - 1 }),
    formerly: hops.map(({ formerly }) => formerly),
    pruned: hops.flatMap(({ isPruned }, index) => (isPruned ? [index] : [])),
  };
}

function tabTrailOf({ id, tip, code, formerly, pruned }: KeptTrail): TabTrail {
  const { hops, tip: _, ...head } = decodeTrail(code, TAB_LIMITS).trail;
  const gone = new Set(pruned);
  const known = hops.map(
    (hop, index): KnownHop => ({
      hop,
      formerly: formerly[index] ?? [],
      isPruned: gone.has(index),
    }),
  );
  return { id, known: { head, hops: known }, tip, done: [], undone: [] };
}

function isKept(entry: unknown): entry is KeptTrail {
  if (typeof entry !== "object" || entry === null) return false;
  const { id, tip, code, formerly, pruned } = entry as Record<string, unknown>;
  return (
    typeof id === "string" &&
    Number.isInteger(tip) &&
    typeof code === "string" &&
    Array.isArray(formerly) &&
    formerly.every((keys) => Array.isArray(keys) && keys.every((key) => typeof key === "string")) &&
    Array.isArray(pruned)
  );
}
