"use client";

import type { DBSchema } from "idb";
import { useEffect, useSyncExternalStore } from "react";
import type { Axis } from "@/lib/energy/recipe";
import { axisCode } from "@/lib/trail/axis-code";
import { databaseOf } from "../storage/database";

interface AxisDb extends DBSchema {
  axes: {
    key: string;
    value: { readonly code: string; readonly axis: Axis; readonly addedMs: number };
    indexes: { added: number };
  };
}

const NONE: readonly Axis[] = [];

/** The latest first. */
let axes: readonly Axis[] = NONE;
const listeners = new Set<() => void>();

const withAxisDb = databaseOf<AxisDb>("wavelength-axes", (db) => {
  db.createObjectStore("axes", { keyPath: "code" }).createIndex("added", "addedMs");
});

function show(next: readonly Axis[]): void {
  axes = next;
  for (const listener of listeners) listener();
}

async function read(): Promise<void> {
  try {
    const rows = await withAxisDb((db) => db.getAllFromIndex("axes", "added"));
    show(rows.toReversed().map(({ axis }) => axis));
  } catch {
    // A browser without storage: those of this page's life are all there is.
  }
}

/** The axes that a person made or kept in this browser, the latest first. */
export function useOwnAxes(): readonly Axis[] {
  useEffect(() => void read(), []);
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => axes,
    () => NONE,
  );
}

/**
 * Keeps an axis in this browser.
 *
 * @returns whether it will be there at the next visit: not in private mode, nor where storage is full.
 */
export async function keepAxis(axis: Axis): Promise<boolean> {
  const code = axisCode(axis);
  show([axis, ...axes.filter((one) => axisCode(one) !== code)]);
  try {
    await withAxisDb((db) => db.put("axes", { code, axis, addedMs: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

/** Forgets one axis. */
export async function forgetAxis(axis: Axis): Promise<void> {
  const code = axisCode(axis);
  show(axes.filter((one) => axisCode(one) !== code));
  await withAxisDb((db) => db.delete("axes", code));
}

/** Forgets all axes. */
export async function clear(): Promise<void> {
  show(NONE);
  await withAxisDb((db) => db.clear("axes"));
}
