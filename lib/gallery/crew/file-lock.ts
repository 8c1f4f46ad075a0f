import { randomBytes } from "node:crypto";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { isRunning, PLACE } from "./place";

/** A holder is done in milliseconds: after so long it is another process with its number. */
const STALE_MS = 30_000;
/** Between two looks while another holds it. */
const TURN_MS = 5;

/**
 * Runs `work` while no other process of any machine that shares the folder does so under this lock.
 * Waits for its turn; the lock of a process that has died is taken over.
 *
 * @param path of a file in a folder that is there.
 * @throws what the file system throws; what `work` throws.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const mine = JSON.stringify({
    pid: process.pid,
    place: PLACE,
    nonce: randomBytes(8).toString("hex"),
  });
  while (!(await claim(path, mine))) {
    const holder = await readFile(path, "utf8").catch(() => undefined);
    if (holder === undefined) continue;
    if (await isAlive(path, holder)) await pause(TURN_MS);
    else await discard(path, holder);
  }
  try {
    return await work();
  } finally {
    const holder = await readFile(path, "utf8").catch(() => undefined);
    if (holder === mine) await rm(path, { force: true });
  }
}

/** Whether the lock was free and is ours now. */
async function claim(path: string, mine: string): Promise<boolean> {
  try {
    await writeFile(path, mine, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}

/**
 * Takes a dead holder's lock away, and no other. One at a time looks and takes: between the look and
 * the taking of another, a third would have the lock already.
 */
async function discard(path: string, holder: string): Promise<void> {
  const guard = `${path}.taking`;
  if (!(await claim(guard, holder))) {
    const takenMs = await stat(guard).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    );
    // Whoever was taking it died over it.
    if (Date.now() - takenMs > STALE_MS) await rm(guard, { force: true });
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

async function isAlive(path: string, holder: string): Promise<boolean> {
  // Empty: its holder is about to write its name.
  if (holder !== "" && !mayRun(holder)) return false;
  const seenMs = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return Date.now() - seenMs < STALE_MS;
}

/** Whether a holder may be running; of one on another machine nobody here can tell. */
function mayRun(holder: string): boolean {
  try {
    const { pid, place } = JSON.parse(holder) as { pid: number; place: string };
    return place !== PLACE || isRunning(pid);
  } catch {
    // Damaged, so of nobody.
    return false;
  }
}
