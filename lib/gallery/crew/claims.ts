import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { makeExclusively } from "./make-exclusively";

/** From making a file to writing into it takes less than this, or its maker is dead. */
const NAME_MS = 250;

interface Held {
  uses: number;
  /** Whether the file is ours. */
  readonly taken: Promise<boolean>;
}

/** The name of what is claimed: 22 characters that a file can have. */
export function claimName(kind: "item" | "image" | "rows", ...parts: readonly unknown[]): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([kind, ...parts]))
    .digest();
  return digest.subarray(0, 16).toString("base64url");
}

/**
 * What a worker has in hand, each an exclusive file in a folder that all workers share. As many files
 * as are in hand, never more.
 */
export class Claims {
  readonly #dir: string;
  readonly #worker: string;
  readonly #held = new Map<string, Held>();

  /** @param worker the id that the files hold. */
  constructor(dir: string, worker: string) {
    this.#dir = dir;
    this.#worker = worker;
  }

  /** Whether this worker holds it already. */
  has(name: string): boolean {
    return this.#held.has(name);
  }

  /**
   * Claims what nobody has in hand, or what this worker has: then it is given back as often as it was
   * taken.
   *
   * @returns whether it is this worker's.
   * @throws what the file system throws.
   */
  async take(name: string): Promise<boolean> {
    const before = this.#held.get(name);
    const held = before ?? { uses: 0, taken: makeExclusively(join(this.#dir, name), this.#worker) };
    held.uses++;
    this.#held.set(name, held);
    try {
      if (await held.taken) return true;
    } catch (error) {
      this.#drop(name, held);
      throw error;
    }
    this.#drop(name, held);
    return false;
  }

  async giveBack(names: Iterable<string>): Promise<void> {
    for (const name of names) {
      const held = this.#held.get(name);
      if (held && this.#drop(name, held)) await rm(join(this.#dir, name), { force: true });
    }
  }

  async giveBackAll(): Promise<void> {
    const names = [...this.#held.keys()];
    this.#held.clear();
    for (const name of names) await rm(join(this.#dir, name), { force: true });
  }

  /** Removes what another worker held. Only for one that is dead, and by one worker at a time. */
  async removeOf(worker: string): Promise<void> {
    for (const name of await readdir(this.#dir)) {
      const path = join(this.#dir, name);
      const owner = await ownerOf(path);
      if (owner === worker) await rm(path, { force: true });
      if (owner !== "") continue;
      // Somebody is about to write its name, or died before.
      await pause(NAME_MS);
      if ((await ownerOf(path)) === "") await rm(path, { force: true });
    }
  }

  /** @returns whether nobody here uses it any more. */
  #drop(name: string, held: Held): boolean {
    if (--held.uses > 0) return false;
    if (this.#held.get(name) === held) this.#held.delete(name);
    return true;
  }
}

/** `undefined` for what was given back meanwhile. */
function ownerOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
