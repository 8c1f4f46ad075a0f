"use client";

import { useSyncExternalStore } from "react";
import {
  type BoardItem,
  changeBoard,
  hasItem,
  itemKey,
  lastSavedTo,
  newBoard,
  removeItem,
  saveItem,
  UNNAMED,
} from "@/lib/board/board";
import type { StorageFailure } from "@/lib/board/board-ledger";
import { isAppError } from "@/lib/errors";
import { boards, newBoardId } from "./board-store";
import { keepOwn } from "./keep-own";

/** What became of saving something. */
export interface SavedNotice {
  /** Counts up: two notices alike are two. */
  readonly key: number;
  readonly item: BoardItem;
  /** The board that it is on now; absent where it was refused. */
  readonly board?: { readonly id: string; readonly name: string };
  /** It had been there before. */
  readonly wasThere: boolean;
  /** Why it is on this page only. */
  readonly failure?: StorageFailure;
  /** Why it was refused. */
  readonly refusal?: string;
}

/** What a person may choose a board for, each under a name: "This hop", "The whole trail". */
export interface SaveChoice {
  readonly name: string;
  readonly item: BoardItem;
}

interface Saving {
  readonly notice?: SavedNotice;
  /** The board is being chosen. */
  readonly choosing?: {
    readonly choices: readonly SaveChoice[];
    /** The board that it leaves then. */
    readonly from?: string;
  };
}

let current: Saving = {};
let count = 0;
const listeners = new Set<() => void>();

function publish(next: Saving): void {
  current = next;
  for (const listener of listeners) listener();
}

/**
 * Saves something to the board `target`, or to the one that was saved to last, or to a first one, and says
 * so in a notice. Never throws: what could not be done is said there.
 */
export async function saveToBoard(item: BoardItem, target?: string): Promise<void> {
  const nowMs = Date.now();
  const fresh = newBoard({ name: UNNAMED, items: [] }, newBoardId(), nowMs);
  try {
    // What is stored by now decides where it goes, not what this tab last saw.
    const before = (await boards.refresh()).boards;
    const wanted = before.find(({ id }) => id === target) ?? lastSavedTo(before);
    // Opened again, it is one's own and not forked from anyone.
    if (item.kind === "hop") void keepOwn(item.code);
    const { boards: after, failure } = await boards.apply(saveItem(item, fresh, nowMs, wanted?.id));
    const board = after.find(({ id }) => id === (wanted?.id ?? fresh.id)) ?? lastSavedTo(after);
    publish({
      notice: {
        key: ++count,
        item,
        wasThere: wanted !== undefined && hasItem(wanted, item),
        ...(board ? { board: { id: board.id, name: board.name } } : {}),
        ...(failure ? { failure } : {}),
      },
    });
  } catch (error) {
    if (!isAppError(error)) throw error;
    publish({ notice: { key: ++count, item, wasThere: false, refusal: error.message } });
  }
}

/** Takes something from a board again. */
export async function takeBack(item: BoardItem, boardId: string): Promise<void> {
  publish({});
  await boards.apply(changeBoard(boardId, (board) => removeItem(board, itemKey(item))));
}

/** Asks which board. @param from the board that it leaves then. */
export function chooseBoard(choices: readonly SaveChoice[], from?: string): void {
  publish({ choosing: { choices, ...(from ? { from } : {}) } });
}

/** Takes the notice, or the question, from the screen. */
export function endSaving(): void {
  publish({});
}

const NOTHING: Saving = {};

/** What is being saved, or was just now. */
export function useSaving(): Saving {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
    () => NOTHING,
  );
}
