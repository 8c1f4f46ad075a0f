"use client";

import { boards } from "../boards/board-store";
import { clear as clearOwnAxes } from "../compass/own-axes";
import { clear as clearGuestPictures } from "../guests/guest-pictures";
import { clear as clearOwnTrails } from "../trail/own-trails";

/** Everything that this app writes to web storage begins so. */
const PREFIX = "wavelength";
const CHANNEL = "wavelength-forget";

/** What is in IndexedDB; each store forgets by itself, with what it has in memory. */
const STORES: readonly (() => Promise<void>)[] = [
  () => boards.clear(),
  clearGuestPictures,
  clearOwnAxes,
  clearOwnTrails,
];

/**
 * Forgets all that this browser keeps: boards, pictures that were brought, own axes and trails, what was
 * seen, where one was, and how one likes to look. The other tabs do the same and load anew.
 *
 * What a page remembers by itself it would write again when it is left: see {@link leaveNothing}.
 *
 * @returns whether all of it could be reached.
 */
export async function forgetEverything(): Promise<boolean> {
  const isCleared = await forgetHere();
  otherTabs()?.postMessage("forget");
  return isCleared;
}

async function forgetHere(): Promise<boolean> {
  leaveNothing();
  const cleared = await Promise.allSettled(STORES.map((clear) => clear()));
  sweep();
  return cleared.every(({ status }) => status === "fulfilled");
}

/** Has this tab forget, and load anew, when another does. */
export function forgetWithOthers(): void {
  otherTabs();
}

let channel: BroadcastChannel | undefined;

/** One a page: a second one would hear the first. */
function otherTabs(): BroadcastChannel | undefined {
  if (channel || typeof BroadcastChannel === "undefined") return channel;
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = async () => {
    // Also what this tab could not store yet: it would do so later.
    await forgetHere();
    window.location.reload();
  };
  return channel;
}

/** Clears web storage now, and again after the page has written what it remembered on being left. */
function leaveNothing(): void {
  sweep();
  window.addEventListener("pagehide", sweep);
}

function sweep(): void {
  for (const open of [() => window.localStorage, () => window.sessionStorage]) {
    try {
      const storage = open();
      for (const key of Object.keys(storage)) if (key.startsWith(PREFIX)) storage.removeItem(key);
    } catch {
      // Storage is switched off: there is nothing in it.
    }
  }
}
