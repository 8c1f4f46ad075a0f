import { type FSWatcher, watch } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { isIgnoredName } from "../sources/ignored-name";

/** Whom a watch tells. */
export interface WatchEars {
  /** A file or a folder is new, has changed, or is gone. May be said more than once. */
  readonly onChange: (path: string) => void;
  /** The system watches no more folders; from now on some changes may go unheard. */
  readonly onLimit: () => void;
}

/**
 * Hears of changes in a folder at any depth, one watch of the system a folder and none a file: a
 * gallery of a million files has some thousand folders. Links to folders are followed as a walk does.
 */
export class FolderWatch {
  readonly #ears: WatchEars;
  /** As they really are: our own thumbnails are no news. */
  readonly #leftOut: ReadonlySet<string>;
  /** By path as it was reached. */
  readonly #watched = new Map<string, { readonly watcher: FSWatcher; readonly real: string }>();
  /** As they really are: a link that leads back ends there. */
  readonly #entered = new Set<string>();
  #looking: Promise<void> = Promise.resolve();
  #isClosed = false;

  private constructor(leftOut: ReadonlySet<string>, ears: WatchEars) {
    this.#leftOut = leftOut;
    this.#ears = ears;
  }

  /**
   * Resolves when every change from now on is heard.
   *
   * @throws what the file system throws when the folder is not there.
   */
  static async open(
    folder: string,
    leftOut: readonly string[],
    ears: WatchEars,
  ): Promise<FolderWatch> {
    const real = leftOut.map((path) => realpath(path).catch(() => path));
    const opened = new FolderWatch(new Set(await Promise.all(real)), ears);
    await realpath(folder);
    await opened.#enter(folder);
    return opened;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
    await this.#looking;
  }

  /** Watches a folder and those in it. One that is gone meanwhile is no news. */
  async #enter(folder: string): Promise<void> {
    try {
      const real = await realpath(folder);
      if (this.#isClosed || this.#entered.has(real) || this.#leftOut.has(real)) return;
      this.#listen(folder, real);
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        if (isIgnoredName(entry.name) || entry.isFile()) continue;
        const path = join(folder, entry.name);
        if (await isFolder(path)) await this.#enter(path);
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOSPC" || code === "EMFILE") this.#ears.onLimit();
    }
  }

  #listen(folder: string, real: string): void {
    const watcher = watch(folder, (event, name) => this.#hear(folder, event, name));
    watcher.on("error", () => {
      this.#forget(folder);
      this.#ears.onChange(folder);
    });
    this.#watched.set(folder, { watcher, real });
    this.#entered.add(real);
  }

  #hear(folder: string, event: string, name: string | null): void {
    if (this.#isClosed) return;
    if (name === null) {
      this.#ears.onChange(folder);
      return;
    }
    if (isIgnoredName(basename(name))) return;
    const path = join(folder, name);
    if (event === "rename") this.#looking = this.#looking.then(() => this.#look(path));
    else if (!this.#watched.has(path)) this.#ears.onChange(path);
  }

  /** Something has come, has gone, or is another one now. */
  async #look(path: string): Promise<void> {
    if (this.#watched.has(path)) this.#forget(path);
    if (await isFolder(path)) {
      const before = this.#watched.size;
      await this.#enter(path);
      if (this.#watched.size === before) return;
    }
    // After it is watched: what came into it before is found by whoever looks into it now.
    if (!this.#isClosed) this.#ears.onChange(path);
  }

  /** Watches a folder no more, nor what is in it. */
  #forget(folder: string): void {
    for (const [path, { watcher, real }] of this.#watched) {
      if (path !== folder && !path.startsWith(folder + sep)) continue;
      watcher.close();
      this.#watched.delete(path);
      this.#entered.delete(real);
    }
  }
}

/** Through links. */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}
