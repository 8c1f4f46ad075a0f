import type { ImageId } from "@/lib/energy/image-id";
import { MAX_TILES_REQUEST, type TileDetails } from "@/lib/search/contract";

/** How long ids are gathered before they are asked for: a fling passes many tiles. */
const GATHER_MS = 60;
/** After a failed request its tiles are asked for again no sooner than this. */
const RETRY_AFTER_MS = 3_000;

/** Asks the server for details; may leave out ids that it does not have. */
export type FetchTiles = (ids: readonly ImageId[]) => Promise<readonly TileDetails[]>;

/**
 * Details of tiles by id, for the life of a page. Ids that come into view are gathered and asked
 * for in batches of at most 120, one batch at a time, the latest asked first: what is on screen
 * now matters more than what was passed on the way.
 */
export class TileDetailsCache {
  readonly #known = new Map<ImageId, TileDetails>();
  /** In order of asking; an id that is asked again goes to the end. */
  readonly #wanted = new Set<ImageId>();
  readonly #asked = new Map<ImageId, "in flight" | "missing" | number>();
  readonly #listeners = new Set<() => void>();
  readonly #fetchTiles: FetchTiles;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isFetching = false;
  #version = 0;

  constructor(fetchTiles: FetchTiles) {
    this.#fetchTiles = fetchTiles;
  }

  get(id: ImageId): TileDetails | undefined {
    return this.#known.get(id);
  }

  /** Grows whenever details arrive. */
  getVersion = (): number => this.#version;

  /** Calls `listener` after details arrived. @returns what ends it. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Keeps details that came with something else. */
  add(tiles: readonly TileDetails[]): void {
    let isNew = false;
    for (const tile of tiles) {
      if (this.#known.has(tile.id)) continue;
      this.#known.set(tile.id, tile);
      this.#wanted.delete(tile.id);
      this.#asked.delete(tile.id);
      isNew = true;
    }
    if (!isNew) return;
    this.#version++;
    for (const listener of this.#listeners) listener();
  }

  /** Asks for the details of tiles that are in view, where they are not known yet. */
  want(ids: readonly ImageId[], nowMs: number = Date.now()): void {
    for (const id of ids) {
      if (this.#known.has(id) || !this.#mayAsk(id, nowMs)) continue;
      this.#wanted.delete(id);
      this.#wanted.add(id);
    }
    this.#schedule();
  }

  #mayAsk(id: ImageId, nowMs: number): boolean {
    const asked = this.#asked.get(id);
    if (asked === undefined) return true;
    return typeof asked === "number" && nowMs - asked >= RETRY_AFTER_MS;
  }

  #schedule(): void {
    if (this.#wanted.size === 0 || this.#timer !== undefined || this.#isFetching) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#fetchNext();
    }, GATHER_MS);
  }

  async #fetchNext(): Promise<void> {
    const ids = [...this.#wanted].slice(-MAX_TILES_REQUEST);
    // They came with something else meanwhile.
    if (ids.length === 0) return;
    for (const id of ids) {
      this.#wanted.delete(id);
      this.#asked.set(id, "in flight");
    }
    this.#isFetching = true;
    try {
      this.add(await this.#fetchTiles(ids));
      for (const id of ids) if (!this.#known.has(id)) this.#asked.set(id, "missing");
    } catch {
      // The tile stays a blank box with a link that works; it is asked for again when seen again.
      for (const id of ids) this.#asked.set(id, Date.now());
    }
    this.#isFetching = false;
    this.#schedule();
  }
}
