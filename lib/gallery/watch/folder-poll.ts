import { stat } from "node:fs/promises";
import { sep } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { walkFolder } from "../sources/walk";

/** What a file was like when it was looked at. */
interface Seen {
  readonly print: string;
  /** The number of the look. */
  look: number;
}

/**
 * Looks at a folder now and then, where the system tells of no changes: on network shares. Keeps some
 * 200 bytes of each file.
 */
export class FolderPoll {
  readonly #folder: string;
  readonly #leftOut: readonly string[];
  readonly #onChange: (path: string) => void;
  readonly #seen = new Map<string, Seen>();
  readonly #stop = new AbortController();
  #looks = 0;
  #looking: Promise<void> = Promise.resolve();

  private constructor(
    folder: string,
    leftOut: readonly string[],
    onChange: (path: string) => void,
  ) {
    this.#folder = folder;
    this.#leftOut = leftOut;
    this.#onChange = onChange;
  }

  /**
   * Resolves after the first look: what changes from then on is told.
   *
   * @param everyMs from the end of a look to the next.
   */
  static async open(
    folder: string,
    leftOut: readonly string[],
    everyMs: number,
    onChange: (path: string) => void,
  ): Promise<FolderPoll> {
    const poll = new FolderPoll(folder, leftOut, onChange);
    await poll.#look();
    poll.#looking = poll.#lookEvery(everyMs);
    return poll;
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#looking;
  }

  async #lookEvery(everyMs: number): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await pause(everyMs, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await this.#look();
    }
  }

  async #look(): Promise<void> {
    const isFirst = this.#looks === 0;
    this.#looks++;
    try {
      for await (const event of walkFolder(this.#folder, this.#leftOut)) {
        if (this.#stop.signal.aborted) return;
        if (event.kind === "file") {
          const { path, bytes, modifiedMs } = event.file;
          this.#note(path, `${bytes} ${modifiedMs}`, isFirst);
        } else if (event.kind === "sidecar") {
          const { size, mtimeMs } = await stat(event.path);
          this.#note(event.path, `${size} ${mtimeMs}`, isFirst);
        } else this.#keepBelow(event.path);
      }
    } catch {
      // The folder is away, with all that is in it: nothing is said to be gone.
      return;
    }
    this.#tellGone();
  }

  #note(path: string, print: string, isFirst: boolean): void {
    const before = this.#seen.get(path);
    this.#seen.set(path, { print, look: this.#looks });
    if (!isFirst && before?.print !== print) this.#onChange(path);
  }

  /** What cannot be read now has lost nothing. */
  #keepBelow(path: string): void {
    for (const [seen, one] of this.#seen) {
      if (seen === path || seen.startsWith(path + sep)) one.look = this.#looks;
    }
  }

  #tellGone(): void {
    for (const [path, { look }] of this.#seen) {
      if (look === this.#looks) continue;
      this.#seen.delete(path);
      this.#onChange(path);
    }
  }
}
