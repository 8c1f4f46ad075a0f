import { resolve } from "node:path";
import type { Sidecars } from "./sidecars";
import { type FoundFile, walkFolder } from "./walk";

/** What {@link FileQueue} needs. */
export interface FileQueueSettings {
  readonly folders: readonly string[];
  /** A folder that is not entered. */
  readonly leftOut: string;
  readonly sidecars: Sidecars;
  /** Hears of folders, files and sidecars that cannot be read. */
  readonly onSkip: (path: string, code: string, message: string) => void;
}

/**
 * The files of folders. They are looked for ahead of whoever takes them, so that it is soon known
 * how many there are; about 200 bytes each.
 */
export class FileQueue {
  readonly #files: FoundFile[] = [];
  readonly #settings: FileQueueSettings;
  readonly #walk: Promise<void>;
  #taken = 0;
  #isClosed = false;
  #isWhole = false;
  #failure: unknown;
  #wake: (() => void)[] = [];

  constructor(settings: FileQueueSettings) {
    this.#settings = settings;
    this.#walk = this.#look().catch((error) => {
      this.#failure = error;
    });
    void this.#walk.then(() => this.#end());
  }

  /** Files found so far. */
  get found(): number {
    return this.#files.length;
  }

  /** Whether all have been found. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /**
   * The next file, when there is one; `undefined` when there is none left or the queue is closed.
   *
   * @throws what the walk throws.
   */
  async take(): Promise<FoundFile | undefined> {
    for (;;) {
      if (this.#isClosed) return undefined;
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#taken < this.#files.length) return this.#files[this.#taken++];
      if (this.#isWhole) return undefined;
      await new Promise<void>((wake) => {
        this.#wake.push(wake);
      });
    }
  }

  /** Gives out nothing more; resolves when the walk has stopped. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wakeAll();
    await this.#walk;
  }

  async #look(): Promise<void> {
    const { folders, leftOut, onSkip } = this.#settings;
    for (const folder of folders) {
      for await (const event of walkFolder(resolve(folder), leftOut)) {
        if (this.#isClosed) return;
        if (event.kind === "unreadable") onSkip(event.path, "unreadable", event.reason);
        else if (event.kind === "sidecar") await this.#hear(event.path);
        else {
          this.#files.push(event.file);
          this.#wakeAll();
        }
      }
    }
  }

  async #hear(path: string): Promise<void> {
    const { sidecars, onSkip } = this.#settings;
    try {
      for (const problem of await sidecars.hear(path)) onSkip(path, "invalid_line", problem);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      onSkip(path, "unreadable", `The system could not read it (${code}).`);
    }
  }

  #end(): void {
    this.#isWhole = this.#failure === undefined;
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
