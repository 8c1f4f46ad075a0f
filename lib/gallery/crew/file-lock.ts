import { randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { replaceFile } from "@/lib/replace-file";
import { makeExclusively } from "./make-exclusively";
import { isRunning, PLACE } from "./place";

/** One seen to stand still for so long is dead, or another process with its number. */
const STALE_MS = 30_000;
/** Between two looks while another holds it. */
const TURN_MS = 5;

/**
 * Runs `work` while no other process of any machine that shares the folder does so under this lock.
 * Waits for its turn; see {@link FileLock}.
 *
 * @param path of a file in a folder that is there.
 * @param work done in well under 30 s.
 * @param now milliseconds that only grow.
 * @throws what the file system throws; what `work` throws.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  now?: () => number,
): Promise<T> {
  const lock = new FileLock(path, now);
  while (!(await lock.take())) await pause(TURN_MS);
  try {
    return await work();
  } finally {
    await lock.giveBack();
  }
}

/**
 * A file that one process of all that share its folder holds at a time. The lock of a process that has
 * died is taken over. How long one holds it is measured by who wants it, and by no clock of another
 * machine or of the file system: whoever holds it for more than a few seconds says that it lives.
 */
export class FileLock {
  readonly #path: string;
  readonly #nonce = randomBytes(8).toString("hex");
  readonly #holders: Watch;
  readonly #takers: Watch;
  #beat = 0;
  /** What the file holds while it is ours. */
  #mine: string | undefined;

  /** @param now milliseconds that only grow. */
  constructor(path: string, now: () => number = () => performance.now()) {
    this.#path = path;
    this.#holders = new Watch(now);
    this.#takers = new Watch(now);
  }

  /** Whether it is ours from now on. Asked again and again by who wants it. @throws what the file system throws. */
  async take(): Promise<boolean> {
    const mine = this.#content();
    if (await this.#make(mine)) return true;
    const holder = await readFile(this.#path, "utf8").catch(() => undefined);
    if (holder === undefined || (!this.#holders.isStale(holder) && mayRun(holder))) return false;
    await discard(this.#path, holder, mine, this.#takers);
    return this.#make(mine);
  }

  /** Says that its holder lives. @returns whether it is still ours. @throws what the file system throws. */
  async renew(): Promise<boolean> {
    if (!(await this.#isOurs())) return false;
    const next = this.#content();
    await replaceFile(this.#path, `${this.#path}.${this.#nonce}`, next);
    this.#mine = next;
    return true;
  }

  /** Leaves alone what another has taken over. */
  async giveBack(): Promise<void> {
    if (await this.#isOurs()) await rm(this.#path, { force: true });
    this.#mine = undefined;
  }

  async #make(mine: string): Promise<boolean> {
    const isMade = await makeExclusively(this.#path, mine);
    if (isMade) this.#mine = mine;
    return isMade;
  }

  async #isOurs(): Promise<boolean> {
    if (this.#mine === undefined) return false;
    return this.#mine === (await readFile(this.#path, "utf8").catch(() => undefined));
  }

  #content(): string {
    return JSON.stringify({
      ...{ pid: process.pid, place: PLACE, nonce: this.#nonce, beat: ++this.#beat },
    });
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
