import { stat } from "node:fs/promises";
import { sep } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isAppError } from "@/lib/errors";
import type { PictureLimits } from "../decode";
import { ChangedFiles } from "../sources/changed-files";
import type { Source } from "../sources/source";
import { Changes } from "./changes";
import { WatchedFolder } from "./watched-folder";

/** A program that writes a picture does not rest for so long. */
const STILL_MS = 1_000;
/** Past so many at once the system may have told of no more: the folder is looked at as a whole. */
const MAX_PATHS = 2_000;
/** After a failure that may pass: a disk that is full, a store that is away. */
const RETRY_MS = 15_000;
const PASSING = new Set(["disk_full", "store_unavailable", "embedder_overloaded"]);

/** What is watched. */
export interface WatchSettings {
  /** Absolute. */
  readonly folders: readonly string[];
  readonly leftOut: readonly string[];
  readonly limits: PictureLimits;
  /** Looks so often instead of listening. */
  readonly pollMs?: number | undefined;
  /** What a test replaces. */
  readonly stillMs?: number;
  readonly retryMs?: number;
  readonly onNote: (sentence: string) => void;
}

/** What has changed since the last round. */
export interface Round {
  readonly sources: readonly Source[];
  /** Files and folders that are not there any more. */
  readonly gone: readonly string[];
}

/** Folders that are watched until somebody closes them. */
export class Watch {
  readonly #settings: WatchSettings;
  readonly #changes: Changes;
  #folders: WatchedFolder[] = [];

  private constructor(settings: WatchSettings) {
    const { pollMs, stillMs = STILL_MS } = settings;
    this.#settings = settings;
    // A file that grows has to be found changed again before its time is over.
    this.#changes = new Changes(pollMs === undefined ? stillMs : stillMs + 1.5 * pollMs);
  }

  /** Resolves when every change from now on is heard. */
  static async open(settings: WatchSettings): Promise<Watch> {
    const watch = new Watch(settings);
    const onChange = (path: string) => watch.#changes.add(path);
    const options = { ...settings, onChange };
    watch.#folders = await Promise.all(
      settings.folders.map((path) => WatchedFolder.open(path, options)),
    );
    return watch;
  }

  /**
   * Calls `take` with what has changed, one round after the other, until the signal is aborted. After
   * a failure that may pass the same is tried again.
   *
   * @throws what `take` throws, unless it may pass.
   */
  async run(take: (round: Round) => Promise<void>, signal: AbortSignal): Promise<void> {
    for (;;) {
      const paths = await this.#changes.take(signal);
      if (!paths) return;
      try {
        await take(await this.#roundOf(paths));
      } catch (error) {
        if (!isAppError(error) || !PASSING.has(error.code)) throw error;
        const { retryMs = RETRY_MS, onNote } = this.#settings;
        onNote(`${error.message} Trying again in ${retryMs / 1_000} s.`);
        for (const path of paths) this.#changes.add(path);
        await pause(retryMs, undefined, { signal }).catch(() => {});
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#folders.map((folder) => folder.close()));
  }

  async #roundOf(paths: readonly string[]): Promise<Round> {
    const { leftOut, limits, folders } = this.#settings;
    const isUnfinished = (path: string) => this.#changes.has(path);
    const gone: string[] = [];
    const sources: Source[] = [];
    const left = new Set(paths);
    for (const folder of folders) {
      const own = [...left].filter((path) => path === folder || path.startsWith(folder + sep));
      for (const path of own) left.delete(path);
      // With the folder itself away, nothing in it is gone.
      if (own.length === 0 || !(await isThere(folder))) continue;
      for (const path of own) if (!(await isThere(path))) gone.push(path);
      const changed = own.length > MAX_PATHS ? [folder] : own;
      const options = { folder, paths: changed, leftOut, isUnfinished };
      sources.push(new ChangedFiles(options, limits));
    }
    return { sources, gone };
  }
}

async function isThere(path: string): Promise<boolean> {
  const failed = (error: NodeJS.ErrnoException) => error.code !== "ENOENT";
  return stat(path).then(() => true, failed);
}
