import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import { dataFolderFailure } from "./data-folder-failure";

const BEAT_MS = 5_000;
/** A holder that has not shown a sign of life for so long is another process with its number. */
const STALE_MS = 30_000;
/** Between two looks while another takes a dead holder's lock away. */
const TURN_MS = 5;

/**
 * Lets one ingest run at a time in a data folder. The lock of a process that has died is taken over.
 *
 * @returns what gives it back.
 * @throws {AppError} `gallery_busy` naming the process that holds it; `disk_full`,
 *   `store_unavailable` when the data folder cannot be written into.
 */
export async function lockIngest(dataDir: string): Promise<() => Promise<void>> {
  const path = join(dataDir, "ingest.lock");
  const mine = `${process.pid} ${randomBytes(8).toString("hex")}`;
  try {
    await mkdir(dataDir, { recursive: true });
    while (!(await claim(path, mine))) {
      const holder = await readFile(path, "utf8").catch(() => undefined);
      if (holder === undefined) continue;
      if (await isAlive(path, holder)) throw busy(holder);
      await discard(path, holder);
    }
  } catch (error) {
    throw dataFolderFailure(error);
  }
  const beat = setInterval(() => {
    const now = new Date();
    // Gone: then it has been given back, or taken from us as dead.
    utimes(path, now, now).catch(() => {});
  }, BEAT_MS).unref();
  return async () => {
    clearInterval(beat);
    const holder = await readFile(path, "utf8").catch(() => undefined);
    if (holder === mine) await rm(path, { force: true });
  };
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
  // Empty: its holder is about to write its number.
  if (holder !== "" && !isRunning(pidOf(holder))) return false;
  const seenMs = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return Date.now() - seenMs < STALE_MS;
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function pidOf(holder: string): number {
  return Number(holder.split(" ")[0]);
}

function busy(holder: string): AppError {
  return new AppError(
    "gallery_busy",
    `Expected to be the only one who adds images but ${holder === "" ? "another process" : `process ${pidOf(holder)}`} is at it. Wait until it is done.`,
  );
}
