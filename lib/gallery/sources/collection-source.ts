import { type AppError, isAppError } from "@/lib/errors";
import type { Collection, CollectionSearch } from "./collection";
import { unreachable } from "./collection-desk";
import type { Source, SourceEvent } from "./source";

/** A search, and where. */
export interface Searching extends CollectionSearch {
  readonly collection: Collection;
}

/** Works that searches find, one of each search in turn, so that what comes first is mixed already. */
export class CollectionSource implements Source {
  readonly label: string;
  readonly #searches: readonly Searching[];
  readonly #limit: number;

  /** @param limit works that are listed, each once; some turn out to have no picture that is open. */
  constructor(label: string, searches: readonly Searching[], limit: number) {
    this.label = label;
    this.#searches = searches;
    this.#limit = limit;
  }

  /**
   * A collection that fails ends with a line in the report while others go on, or have given something.
   *
   * @throws {AppError} `collection_unreachable`, `collection_invalid` when there is nothing at all.
   */
  async *list(signal: AbortSignal): AsyncGenerator<SourceEvent> {
    const failures = new Map<Collection, AppError>();
    const listed = new Set<string>();
    yield* this.#works(listed, failures, signal);
    if (!signal.aborted) yield* this.#ending(failures, listed.size);
  }

  async *#works(
    listed: Set<string>,
    failures: Map<Collection, AppError>,
    signal: AbortSignal,
  ): AsyncGenerator<SourceEvent> {
    let turns = this.#searches.map((search) => ({
      collection: search.collection,
      works: search.collection.find(search, signal),
    }));
    try {
      while (turns.length > 0) {
        const left: typeof turns = [];
        for (const turn of turns) {
          if (signal.aborted || listed.size >= this.#limit) return;
          if (failures.has(turn.collection)) continue;
          try {
            if (yield* this.#next(turn.works, listed)) left.push(turn);
          } catch (error) {
            if (signal.aborted) return;
            if (!isAppError(error) || !error.code.startsWith("collection_")) throw error;
            failures.set(turn.collection, error);
          }
        }
        turns = left.filter(({ collection }) => !failures.has(collection));
      }
    } finally {
      await Promise.all(turns.map(({ works }) => works.return(undefined)));
    }
  }

  /** Lists the next work that was not listed. @returns whether there was one. */
  async *#next(
    works: AsyncGenerator<SourceEvent>,
    listed: Set<string>,
  ): AsyncGenerator<SourceEvent, boolean> {
    for (;;) {
      const { done, value: event } = await works.next();
      if (done) return false;
      if (event.kind === "unreadable") yield event;
      else if (!listed.has(event.item.path)) {
        listed.add(event.item.path);
        yield event;
        return true;
      }
    }
  }

  *#ending(failures: ReadonlyMap<Collection, AppError>, count: number): Generator<SourceEvent> {
    const [first, ...others] = failures.values();
    if (count === 0 && first) {
      const areAllAway = others.every(({ code }) => code === "collection_unreachable");
      if (others.length === 0 || !areAllAway) throw first;
      throw unreachable([...failures.keys()].map(({ title }) => title).join(" and "), first);
    }
    for (const { code, message: reason } of failures.values()) {
      yield { kind: "unreadable", where: this.label, code, reason };
    }
    if (count > 0 || this.#searches.length === 0) return;
    const reason = "Expected works but nothing was found. Use other words.";
    yield { kind: "unreadable", where: this.label, code: "nothing_found", reason };
  }
}
