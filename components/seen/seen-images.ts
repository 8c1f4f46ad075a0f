"use client";

import { useMemo } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { SeenRing } from "./seen-ring";

const KEY = "wavelength.seen";
/** Some 100 KB of the 5 MB that a browser gives. */
const CAPACITY = 5_000;

let ring: SeenRing | undefined;

function seen(): SeenRing {
  ring ??= new SeenRing(CAPACITY, stored());
  return ring;
}

function stored(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    // No storage (or the server): nothing was seen.
    return "";
  }
}

function has(id: ImageId): boolean {
  return seen().has(id);
}

function mark(ids: readonly ImageId[]): void {
  // Another tab may have marked some meanwhile.
  ring = new SeenRing(CAPACITY, stored() || ring?.serialize());
  ring.mark(ids);
  try {
    localStorage.setItem(KEY, ring.serialize());
  } catch {
    // Full or switched off: known until the page is left.
  }
}

/** Forgets every image that this browser has seen. */
export function forgetSeen(): void {
  ring = new SeenRing(CAPACITY);
  try {
    localStorage.removeItem(KEY);
  } catch {
    // No storage: nothing is kept.
  }
}

/** Which images this browser has shown before: the latest 5,000, kept here and nowhere else. */
export function useSeen() {
  return useMemo(() => ({ has, mark }), []);
}
