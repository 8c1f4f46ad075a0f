import type { SourceEvent } from "./source";

/** What is looked for in a collection. */
export interface CollectionSearch {
  readonly query: string;
  /** About how many are wanted: so many are asked for at once, where the collection allows it. */
  readonly wanted: number;
  /** Only what the collection itself shows first, where it says so. */
  readonly isFinest?: boolean;
}

/** A collection that anybody may ask over the internet, without a key. One module each. */
export interface Collection {
  /** As it calls itself. */
  readonly title: string;
  /**
   * Works that answer a search, in the collection's own order, as many as it shows. A work's path is
   * the page about it, so that it is known without being asked for again.
   *
   * @throws {AppError} `collection_unreachable`, `collection_invalid`.
   */
  find(search: CollectionSearch, signal: AbortSignal): AsyncGenerator<SourceEvent>;
}
