import { stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { isAppError } from "@/lib/errors";
import type { PictureLimits } from "../decode";
import { SIDECAR_NAME } from "../sidecar";
import { eventsOf } from "./folder-source";
import { Sidecars } from "./sidecars";
import type { Source, SourceEvent } from "./source";
import { type WalkEvent, walkFolder } from "./walk";

/** What has changed in a folder. */
export interface ChangedIn {
  /** Absolute. */
  readonly folder: string;
  /** Files and folders in it, or itself; those that are gone are passed over. */
  readonly paths: readonly string[];
  /** Folders that are not entered. */
  readonly leftOut: readonly string[];
  /** Whether a file is still being written: it comes when it is whole. */
  readonly isUnfinished: (path: string) => boolean;
}

/**
 * Some files of a folder, with what the sidecars above them say; of a folder or a sidecar all files
 * below it. What has not changed is known.
 */
export class ChangedFiles implements Source {
  readonly label: string;
  readonly #changed: ChangedIn;
  readonly #limits: PictureLimits;

  constructor(changed: ChangedIn, limits: PictureLimits) {
    this.label = `folder ${changed.folder}`;
    this.#changed = changed;
    this.#limits = limits;
  }

  async *list(signal: AbortSignal): AsyncGenerator<SourceEvent> {
    const { paths, isUnfinished } = this.#changed;
    const sidecars = new Sidecars();
    const heard = new Set<string>();
    for (const path of [...paths].sort()) {
      if (signal.aborted) return;
      const start = basename(path) === SIDECAR_NAME ? dirname(path) : path;
      const found = await stat(start).catch(() => undefined);
      if (!found) continue;
      for (const folder of this.#foldersAbove(start)) {
        if (heard.has(folder)) continue;
        heard.add(folder);
        const sidecar = join(folder, SIDECAR_NAME);
        if (!(await stat(sidecar).catch(() => undefined))) continue;
        yield* eventsOf({ kind: "sidecar", path: sidecar }, sidecars, this.#limits);
      }
      if (found.isFile()) {
        const file = { path: start, bytes: found.size, modifiedMs: found.mtimeMs };
        yield* eventsOf({ kind: "file", file }, sidecars, this.#limits);
      } else if (found.isDirectory()) {
        for await (const event of this.#walk(start)) {
          if (signal.aborted) return;
          if (event.kind === "file" && isUnfinished(event.file.path)) continue;
          yield* eventsOf(event, sidecars, this.#limits);
        }
      }
    }
  }

  /** Nothing where the folder has gone meanwhile. */
  async *#walk(folder: string): AsyncGenerator<WalkEvent> {
    try {
      // A link that leads back up is no second way to all that is there.
      const leftOut = [...this.#changed.leftOut, ...this.#foldersAbove(folder)];
      yield* walkFolder(folder, leftOut);
    } catch (error) {
      if (!isAppError(error) || error.code !== "folder_not_found") throw error;
    }
  }

  /** From the watched folder down to the one that a path lies in. */
  #foldersAbove(path: string): string[] {
    const { folder } = this.#changed;
    const parts = relative(folder, path).split(sep).slice(0, -1);
    return path === folder
      ? []
      : [folder, ...parts.map((_, i) => join(folder, ...parts.slice(0, i + 1)))];
  }
}
