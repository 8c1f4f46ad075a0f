"use client";

import type { DBSchema } from "idb";
import { databaseOf, dropOldest } from "../storage/database";

/** Trails that this browser remembers to have walked; the oldest are forgotten first. */
const MAX_KEPT = 5_000;

interface TrailsDb extends DBSchema {
  walked: {
    /** A trail's fingerprint (lib/trail/fork.ts): nothing of what it asks for. */
    key: number;
    value: { readonly print: number; readonly walkedMs: number };
    indexes: { walked: number };
  };
}

/** Those of this page's life, and all there is in a browser without storage. */
const walkedHere = new Set<number>();

const withTrailsDb = databaseOf<TrailsDb>("wavelength-trails", (db) => {
  db.createObjectStore("walked", { keyPath: "print" }).createIndex("walked", "walkedMs");
});

/** Notes that a trail is this browser's own, for as long as this page lives. */
export function noteWalked(print: number): void {
  walkedHere.add(print);
}

/** Keeps it beyond that, where the browser has storage. */
export async function keepWalked(print: number): Promise<void> {
  try {
    await withTrailsDb(async (db) => {
      await db.put("walked", { print, walkedMs: Date.now() });
      await dropOldest(db, "walked", "walked", MAX_KEPT);
    });
  } catch {
    // Private mode or a full disk: after a reload its own trail counts as somebody else's.
  }
}

/** Whether this browser has walked a trail. */
export async function hasWalked(print: number): Promise<boolean> {
  if (walkedHere.has(print)) return true;
  try {
    return (await withTrailsDb((db) => db.getKey("walked", print))) !== undefined;
  } catch {
    // No storage: only what this page has walked.
    return false;
  }
}

/**
 * Forgets which trails were walked here.
 *
 * @throws what IndexedDB throws.
 */
export async function clear(): Promise<void> {
  walkedHere.clear();
  await withTrailsDb((db) => db.clear("walked"));
}
