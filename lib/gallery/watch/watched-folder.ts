import { stat } from "node:fs/promises";
import { FolderPoll } from "./folder-poll";
import { FolderWatch } from "./folder-watch";

/** Between two looks whether the folder itself is still there, and the same one. */
const CHECK_MS = 1_000;
/** Where the system watches no more folders. */
const POLL_MS = 60_000;

/** How a folder is watched. */
export interface WatchOptions {
  /** Folders in it that are ours. */
  readonly leftOut: readonly string[];
  /** Looks at it so often instead of listening, where the system tells of nothing. */
  readonly pollMs?: number | undefined;
  readonly onChange: (path: string) => void;
  /** A sentence for whoever runs it. */
  readonly onNote: (sentence: string) => void;
}

/**
 * A folder whose changes are heard of for as long as somebody wants: it may be removed and come back,
 * as a disk that is unplugged does, and is then looked at as a whole.
 */
export class WatchedFolder {
  readonly path: string;
  readonly #options: WatchOptions;
  #ears: FolderWatch | FolderPoll | undefined;
  #pollMs: number | undefined;
  /** Tells whether it is the same folder; `undefined` while it is away. */
  #identity: string | undefined;
  #checking: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(path: string, options: WatchOptions) {
    this.path = path;
    this.#options = options;
    this.#pollMs = options.pollMs;
  }

  /** Resolves when every change from now on is heard. @param path absolute. */
  static async open(path: string, options: WatchOptions): Promise<WatchedFolder> {
    const folder = new WatchedFolder(path, options);
    folder.#identity = await identityOf(path);
    // What turns to polling meanwhile waits its turn.
    folder.#checking = folder.#listen();
    await folder.#checking;
    folder.#timer = setInterval(() => {
      folder.#checking = folder.#checking.then(() => folder.#check());
    }, CHECK_MS);
    return folder;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#checking;
    await this.#ears?.close();
  }

  async #check(): Promise<void> {
    const identity = await identityOf(this.path);
    if (this.#isClosed || identity === this.#identity) return;
    const wasAway = this.#identity === undefined;
    this.#identity = identity;
    await this.#ears?.close();
    this.#ears = undefined;
    const { onNote, onChange } = this.#options;
    if (identity === undefined) {
      onNote(`${this.path} is away: waiting for it to come back. Nothing is removed.`);
      return;
    }
    if (wasAway) onNote(`${this.path} is back.`);
    await this.#listen();
    onChange(this.path);
  }

  async #listen(): Promise<void> {
    const { leftOut, onChange } = this.#options;
    try {
      const ears = { onChange, onLimit: () => this.#turnToPolling() };
      this.#ears = this.#pollMs
        ? await FolderPoll.open(this.path, leftOut, this.#pollMs, onChange)
        : await FolderWatch.open(this.path, leftOut, ears);
    } catch {
      // Gone meanwhile: the next check sees it.
      this.#identity = undefined;
    }
  }

  /** What was not heard is found by looking. */
  #turnToPolling(): void {
    if (this.#pollMs !== undefined) return;
    this.#pollMs = POLL_MS;
    this.#options.onNote(
      `The system watches no more folders, so ${this.path} is looked at once a minute. To hear at once, raise fs.inotify.max_user_watches.`,
    );
    this.#checking = this.#checking.then(async () => {
      await this.#ears?.close();
      if (this.#isClosed) return;
      await this.#listen();
      this.#options.onChange(this.path);
    });
  }
}

/** Whether there is a folder at a path, through links. */
export async function isFolder(path: string): Promise<boolean> {
  return (await identityOf(path)) !== undefined;
}

async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ? `${found.dev} ${found.ino}` : undefined;
}
