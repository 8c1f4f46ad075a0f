import { randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { makeExclusively } from "./make-exclusively";
import { isRunning, PLACE } from "./place";

/** A holder is done in milliseconds: one seen for so long is another process with its number. */
const STALE_MS = 30_000;
/** Between two looks while another holds it. */
const TURN_MS = 5;

/**
 * Runs `work` while no other process of any machine that shares the folder does so under this lock.
 * Waits for its turn; the lock of a process that has died is taken over. How long one holds it is
 * measured by who waits, and by no clock of another machine or of the file system.
 *
 * @param path of a file in a folder that is there.
 * @param now milliseconds that only grow.
 * @throws what the file system throws; what `work` throws.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  now: () => number = () => performance.now(),
): Promise<T> {
  const nonce = randomBytes(8).toString("hex");
  const mine = JSON.stringify({ pid: process.pid, place: PLACE, nonce });
  const holders = new Watch(now);
  const takers = new Watch(now);
  while (!(await makeExclusively(path, mine))) {
    const holder = await readFile(path, "utf8").catch(() => undefined);
    if (holder === undefined) continue;
    if (!holders.isStale(holder) && mayRun(holder)) await pause(TURN_MS);
    else await discard(path, holder, mine, takers);
  }
  try {
    return await work();
  } finally {
    const holder = await readFile(path, "utf8").catch(() => undefined);
    if (holder === mine) await rm(path, { force: true });
  }
}

/** Looks at what a file holds, again and again, and tells when that has stood still for too long. */
class Watch {
  readonly #now: () => number;
  #seen: { readonly content: string; readonly sinceMs: number } | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  isStale(content: string): boolean {
    if (this.#seen?.content !== content) this.#seen = { content, sinceMs: this.#now() };
    return this.#now() - this.#seen.sinceMs >= STALE_MS;
  }
}

/**
 * Takes a dead holder's lock away, and no other. One at a time looks and takes: between the look and
 * the taking of another, a third would have the lock already.
 */
async function discard(path: string, holder: string, mine: string, takers: Watch): Promise<void> {
  const guard = `${path}.taking`;
  if (!(await makeExclusively(guard, mine))) {
    const taker = await readFile(guard, "utf8").catch(() => undefined);
    // Whoever was taking it died over it.
    if (taker !== undefined && takers.isStale(taker)) await rm(guard, { force: true });
    await pause(TURN_MS);
    return;
  }
  try {
    const found = await readFile(path, "utf8").catch(() => undefined);
    if (found === holder) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/** Whether a holder may be running; of one on another machine nobody here can tell. */
export function mayRun(holder: string): boolean {
  // About to write its name.
  if (holder === "") return true;
  try {
    const { pid, place } = JSON.parse(holder) as { pid: number; place: string };
    return place !== PLACE || isRunning(pid);
  } catch {
    // Damaged, so of nobody.
    return false;
  }
}
