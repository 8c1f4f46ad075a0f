import type { PictureLimits } from "../decode";
import { readPicture } from "./read-file";
import { Sidecars } from "./sidecars";
import type { Source, SourceEvent, SourceItem } from "./source";
import { type FoundFile, type WalkEvent, walkFolder } from "./walk";

/** The pictures of a folder, at any depth, with what `gallery.jsonl` files say of them. */
export class FolderSource implements Source {
  readonly label: string;
  readonly #folder: string;
  readonly #leftOut: readonly string[];
  readonly #limits: PictureLimits;

  /**
   * @param folder absolute.
   * @param leftOut folders that are not entered: our own thumbnails are nobody's pictures.
   */
  constructor(folder: string, leftOut: readonly string[], limits: PictureLimits) {
    this.label = `folder ${folder}`;
    this.#folder = folder;
    this.#leftOut = leftOut;
    this.#limits = limits;
  }

  async *list(signal: AbortSignal): AsyncGenerator<SourceEvent> {
    const sidecars = new Sidecars();
    for await (const event of walkFolder(this.#folder, this.#leftOut)) {
      if (signal.aborted) return;
      yield* eventsOf(event, sidecars, this.#limits);
    }
  }
}

/** What a walk gives out, as a source does. */
export async function* eventsOf(
  event: WalkEvent,
  sidecars: Sidecars,
  limits: PictureLimits,
): AsyncGenerator<SourceEvent> {
  if (event.kind === "sidecar") yield* hear(sidecars, event.path);
  else if (event.kind === "file") {
    yield { kind: "item", item: new FileItem(event.file, sidecars, limits) };
  } else {
    yield { kind: "unreadable", where: event.path, code: "unreadable", reason: event.reason };
  }
}

async function* hear(sidecars: Sidecars, where: string): AsyncGenerator<SourceEvent> {
  try {
    for (const reason of await sidecars.hear(where)) {
      yield { kind: "unreadable", where, code: "invalid_line", reason };
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = `The system could not read it (${code}).`;
    yield { kind: "unreadable", where, code: "unreadable", reason };
  }
}

class FileItem implements SourceItem {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly #sidecars: Sidecars;
  readonly #limits: PictureLimits;

  constructor({ path, bytes, modifiedMs }: FoundFile, sidecars: Sidecars, limits: PictureLimits) {
    this.path = path;
    this.bytes = bytes;
    this.modifiedMs = modifiedMs;
    this.#sidecars = sidecars;
    this.#limits = limits;
  }

  get saying() {
    return this.#sidecars.of(this.path);
  }

  read(): Promise<Buffer | undefined> {
    return readPicture(this, this.#limits);
  }
}
