import { isAppError } from "@/lib/errors";
import type { Board, BoardChange } from "./board";

/** Where boards are stored. */
export interface BoardStorage {
  /**
   * Reads all boards, changes them and writes what changed, in one transaction that no other tab can
   * come into. Where `change` throws, nothing is written and that is what is thrown.
   */
  change(change: BoardChange): Promise<readonly Board[]>;
  /** Takes all boards away and tells no other tab: one with changes that wait would store them again. */
  clear(): Promise<void>;
}

/** Why boards are not stored: there is no room, or the browser does not let us. */
export type StorageFailure = "full" | "refused";

/** The boards as they are shown. */
export interface BoardsState {
  readonly isLoading: boolean;
  /** All boards, changes that are not stored included; in the order they were made. */
  readonly boards: readonly Board[];
  /** Why the latest change is only on this page, or could not be read; absent while all is stored. */
  readonly failure?: StorageFailure;
}

const NOTHING_YET: BoardsState = { isLoading: true, boards: [] };

/**
 * The boards of a browser: what is stored, and above it the changes that could not be. Those are kept,
 * shown and tried again with the next change; nothing that a person saved is dropped in silence.
 */
export class BoardLedger {
  readonly #storage: BoardStorage;
  readonly #listeners = new Set<() => void>();
  #stored: readonly Board[] = [];
  #pending: readonly BoardChange[] = [];
  #state = NOTHING_YET;
  /** One change after the other: a later one must see whether the one before it was stored. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(storage: BoardStorage) {
    this.#storage = storage;
  }

  getState = (): BoardsState => this.#state;

  /** Calls `listener` whenever the state is another. @returns what ends it. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads what is stored by now, and tries to store what is not. */
  refresh(): Promise<BoardsState> {
    return this.#inTurn(() => this.#write());
  }

  /**
   * Makes a change and stores it, or keeps it on this page where that fails: see the state's `failure`.
   *
   * @throws {AppError} what the change throws; nothing has changed then.
   */
  apply(change: BoardChange): Promise<BoardsState> {
    return this.#inTurn(() => this.#write(change));
  }

  /** Forgets every board, and what was not stored. @throws what the storage throws. */
  clear(): Promise<void> {
    return this.#inTurn(async () => {
      this.#pending = [];
      this.#stored = [];
      this.#publish();
      await this.#storage.clear();
    });
  }

  async #write(change?: BoardChange): Promise<BoardsState> {
    const all = change ? [...this.#pending, change] : this.#pending;
    try {
      this.#stored = await this.#storage.change((boards) => replay(boards, this.#pending, change));
      this.#pending = [];
      this.#publish();
    } catch (error) {
      if (isAppError(error)) throw error;
      // The change itself may say no: then it is not kept.
      replay(this.#stored, this.#pending, change);
      this.#pending = all;
      this.#publish(failureOf(error));
    }
    return this.#state;
  }

  #publish(failure?: StorageFailure): void {
    const boards = replay(this.#stored, this.#pending);
    this.#state = {
      isLoading: false,
      boards: [...boards].sort((a, b) => a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1)),
      ...(failure ? { failure } : {}),
    };
    for (const listener of this.#listeners) listener();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/** Makes changes one after the other. One that waited and cannot be made any more is left out. */
function replay(
  boards: readonly Board[],
  waiting: readonly BoardChange[],
  last?: BoardChange,
): readonly Board[] {
  const caughtUp = waiting.reduce((now, change) => {
    try {
      return change(now);
    } catch (error) {
      // Its board was deleted in another tab while it waited.
      if (!isAppError(error)) throw error;
      return now;
    }
  }, boards);
  return last ? last(caughtUp) : caughtUp;
}

function failureOf(error: unknown): StorageFailure {
  return error instanceof Error && error.name === "QuotaExceededError" ? "full" : "refused";
}
