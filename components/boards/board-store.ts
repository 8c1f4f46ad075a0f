"use client";

import type { DBSchema } from "idb";
import { useEffect, useSyncExternalStore } from "react";
import type { Board, BoardChange } from "@/lib/board/board";
import { BoardLedger, type BoardsState } from "@/lib/board/board-ledger";
import { databaseOf } from "../storage/database";

const NAME = "wavelength-boards";

interface BoardDb extends DBSchema {
  boards: { key: string; value: Board };
}

const withBoardDb = databaseOf<BoardDb>(NAME, (db) => {
  db.createObjectStore("boards", { keyPath: "id" });
});

/** One readwrite transaction: the browser lets no other tab's in before it is done. */
function changeStored(change: BoardChange): Promise<readonly Board[]> {
  return withBoardDb(async (db) => {
    const transaction = db.transaction("boards", "readwrite");
    try {
      const before = await transaction.store.getAll();
      const after = change(before);
      const writes = writesOf(before, after, transaction.store);
      await Promise.all([...writes, transaction.done]);
      if (writes.length > 0) channel()?.postMessage("changed");
      return after;
    } catch (error) {
      // What `done` rejects with then is this error again.
      transaction.done.catch(() => undefined);
      if (!transaction.error) transaction.abort();
      throw error;
    }
  });
}

interface BoardRows {
  put(board: Board): Promise<unknown>;
  delete(id: string): Promise<unknown>;
}

function writesOf(
  before: readonly Board[],
  after: readonly Board[],
  rows: BoardRows,
): Promise<unknown>[] {
  const gone = new Map(before.map((board) => [board.id, board]));
  const writes: Promise<unknown>[] = [];
  for (const board of after) {
    if (gone.get(board.id) !== board) writes.push(rows.put(board));
    gone.delete(board.id);
  }
  for (const id of gone.keys()) writes.push(rows.delete(id));
  return writes;
}

let otherTabs: BroadcastChannel | undefined;

/** Tells the other tabs that something was stored, and hears of it from them. */
function channel(): BroadcastChannel | undefined {
  if (otherTabs || typeof BroadcastChannel === "undefined") return otherTabs;
  otherTabs = new BroadcastChannel(NAME);
  otherTabs.onmessage = () => void boards.refresh();
  return otherTabs;
}

/** The boards of this browser: kept here and nowhere else. */
export const boards = new BoardLedger({
  change: changeStored,
  clear: () => withBoardDb((db) => db.clear("boards")),
});

const ON_THE_SERVER: BoardsState = { isLoading: true, boards: [] };

/** The boards of this browser as they are now, in whichever tab they were changed. */
export function useBoards(): BoardsState {
  useEffect(() => {
    channel();
    void boards.refresh();
  }, []);
  return useSyncExternalStore(boards.subscribe, boards.getState, () => ON_THE_SERVER);
}

/** A name for a new board that no other has. */
export function newBoardId(): string {
  // `crypto.randomUUID` is not there on another machine's page over http.
  return Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
