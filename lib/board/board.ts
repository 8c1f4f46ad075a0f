import type { ImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";

/** Limits of the boards of one browser. */
export const MAX_BOARDS = 200;
export const MAX_BOARD_ITEMS = 1_000;
export const MAX_BOARD_NAME_CHARS = 100;

/** What a board is called that nobody has named. */
export const UNNAMED = "A board";

/** One thing that was saved. */
export type BoardItem =
  | { readonly kind: "image"; readonly id: ImageId }
  /**
   * A hop, as a trail of that hop alone, or a whole trail: the code after `/t/`. Guests keep their
   * vector and their blur in it.
   */
  | { readonly kind: "hop" | "trail"; readonly code: string };

/** What a board holds, in a link and a file too. */
export interface BoardContents {
  /** 1 to 100 characters. */
  readonly name: string;
  /** In the order shown, each once, at most 1,000. */
  readonly items: readonly BoardItem[];
  /** base64url of what a later version wrote in its link, kept byte for byte. */
  readonly unknown?: string;
}

/** A board of this browser. */
export interface Board extends BoardContents {
  /** Any text that is unique in this browser. */
  readonly id: string;
  readonly createdMs: number;
  /** When something was last put on it: the board with the latest is what one key saves to. */
  readonly savedMs: number;
  /** Shown as a mood of one's own on the opening wall. */
  readonly isFeed?: true;
}

/**
 * A change of all boards of a browser. It is applied to what is stored at that moment, so that two tabs
 * lose nothing, and may be applied again later where storing failed: it must be a pure function.
 *
 * @throws {AppError} `invalid_request` where it cannot be made.
 */
export type BoardChange = (boards: readonly Board[]) => readonly Board[];

/** Names an item on its board: equal for what is the same thing. */
export function itemKey(item: BoardItem): string {
  return item.kind === "image" ? item.id : `${item.kind} ${item.code}`;
}

/** A name as a board has it: one line without spaces around it, 1 to 100 characters. */
export function tidyName(name: string): string {
  const line = name.normalize("NFC").replace(/\s+/g, " ").trim();
  // Cut by whole characters: half of one is not text.
  let cut = "";
  for (const char of line) {
    if (cut.length + char.length > MAX_BOARD_NAME_CHARS) break;
    cut += char;
  }
  return cut.trim() || UNNAMED;
}

/** A board with its items, each once and no more than it may hold. */
export function newBoard(contents: BoardContents, id: string, nowMs: number): Board {
  const items = new Map(contents.items.map((item) => [itemKey(item), item]));
  return {
    ...contents,
    id,
    name: tidyName(contents.name),
    items: [...items.values()].slice(0, MAX_BOARD_ITEMS),
    createdMs: nowMs,
    savedMs: nowMs,
  };
}

/** Boards with some more; one that is there already is replaced, which undoes its deletion twice over. */
export function withBoards(added: readonly Board[]): BoardChange {
  return (boards) => {
    const ids = new Set(added.map(({ id }) => id));
    const all = [...boards.filter(({ id }) => !ids.has(id)), ...added];
    if (all.length <= MAX_BOARDS) return all;
    throw new AppError(
      "invalid_request",
      `Expected at most ${MAX_BOARDS} boards but these would be ${all.length}. Delete some, or save them as a file first.`,
    );
  };
}

/** Boards without one of them. */
export function withoutBoard(id: string): BoardChange {
  return (boards) => boards.filter((board) => board.id !== id);
}

/** One board changed. */
export function changeBoard(id: string, change: (board: Board) => Board): BoardChange {
  return (boards) => {
    if (!boards.some((board) => board.id === id)) {
      throw new AppError(
        "invalid_request",
        "Expected a board of this browser but it was deleted, perhaps in another tab.",
      );
    }
    return boards.map((board) => (board.id === id ? change(board) : board));
  };
}

/**
 * An item put on the board `target`, or where that is gone or not said on the one that was saved to
 * last, or where there is none on `fresh`. What is there already stays where it is.
 */
export function saveItem(
  item: BoardItem,
  fresh: Board,
  nowMs: number,
  target?: string,
): BoardChange {
  return (boards) => {
    const board = boards.find(({ id }) => id === target) ?? lastSavedTo(boards);
    if (!board) return withBoards([addItem(fresh, item, nowMs)])(boards);
    return changeBoard(board.id, (one) => addItem(one, item, nowMs))(boards);
  };
}

/** The board that was saved to last. */
export function lastSavedTo(boards: readonly Board[]): Board | undefined {
  return boards.reduce<Board | undefined>(
    (last, board) => (last && last.savedMs >= board.savedMs ? last : board),
    undefined,
  );
}

/** An item taken from one board and put at the end of another, in one step. */
export function moveBetween(from: string, to: string, item: BoardItem, nowMs: number): BoardChange {
  return (boards) =>
    changeBoard(from, (board) => removeItem(board, itemKey(item)))(
      changeBoard(to, (board) => addItem(board, item, nowMs))(boards),
    );
}

/** A board with an item more, at its end. One that is there already stays where it is. */
export function addItem(board: Board, item: BoardItem, nowMs: number): Board {
  const saved = { ...board, savedMs: Math.max(nowMs, board.savedMs) };
  if (hasItem(board, item)) return saved;
  return { ...saved, items: insertItem(board, item, board.items.length).items };
}

/** A board with an item put at a place: what takes back its removal. */
export function insertItem(board: Board, item: BoardItem, at: number): Board {
  if (hasItem(board, item)) return board;
  if (board.items.length >= MAX_BOARD_ITEMS) {
    throw new AppError(
      "invalid_request",
      `Expected at most ${MAX_BOARD_ITEMS} things on a board and “${board.name}” is full. Choose another board.`,
    );
  }
  const items = [...board.items];
  items.splice(at, 0, item);
  return { ...board, items };
}

/** Whether a board holds an item. */
export function hasItem({ items }: BoardContents, item: BoardItem): boolean {
  const key = itemKey(item);
  return items.some((one) => itemKey(one) === key);
}

/** A board without one of its items. */
export function removeItem(board: Board, key: string): Board {
  return { ...board, items: board.items.filter((item) => itemKey(item) !== key) };
}

/** A board with an item at another place; beyond the ends it stops there. */
export function moveItem(board: Board, key: string, to: number): Board {
  const item = board.items.find((one) => itemKey(one) === key);
  if (!item) return board;
  const items = removeItem(board, key).items.slice();
  items.splice(Math.max(0, Math.min(to, items.length)), 0, item);
  return { ...board, items };
}

/** A board under another name. */
export function renameBoard(board: Board, name: string): Board {
  return { ...board, name: tidyName(name) };
}

/** A board that is or is not a mood of the opening wall. */
export function pinBoard(board: Board, isFeed: boolean): Board {
  const { isFeed: _, ...rest } = board;
  return isFeed ? { ...rest, isFeed: true } : rest;
}
