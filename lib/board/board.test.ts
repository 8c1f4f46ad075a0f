import { describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import { isAppError } from "@/lib/errors";
import {
  addItem,
  type Board,
  type BoardChange,
  changeBoard,
  insertItem,
  itemKey,
  MAX_BOARD_ITEMS,
  MAX_BOARD_NAME_CHARS,
  MAX_BOARDS,
  moveBetween,
  moveItem,
  newBoard,
  pinBoard,
  removeItem,
  renameBoard,
  saveItem,
  tidyName,
  UNNAMED,
  withBoards,
  withoutBoard,
} from "./board";
import { BoardLedger, type BoardStorage } from "./board-ledger";

const image = (n: number) =>
  ({ kind: "image", id: `${String(n).padStart(10, "0")}A` as ImageId }) as const;
const board = (id: string, count = 0, nowMs = 0): Board =>
  newBoard({ name: id, items: Array.from({ length: count }, (_, n) => image(n)) }, id, nowMs);
const numbers = ({ items }: Board) =>
  items.map((item) => (item.kind === "image" ? Number(item.id.slice(0, 10)) : -1));

describe("a board", () => {
  it("holds a thing once, where it was put first", () => {
    expect(numbers(addItem(board("a", 3), image(1), 5))).toEqual([0, 1, 2]);
    expect(numbers(addItem(board("a", 3), image(7), 5))).toEqual([0, 1, 2, 7]);
  });

  it("puts a thing at another place, and stops at the ends", () => {
    const key = itemKey(image(2));
    expect(numbers(moveItem(board("a", 4), key, 0))).toEqual([2, 0, 1, 3]);
    expect(numbers(moveItem(board("a", 4), key, 99))).toEqual([0, 1, 3, 2]);
    expect(numbers(moveItem(board("a", 4), key, -4))).toEqual([2, 0, 1, 3]);
    expect(numbers(moveItem(board("a", 4), "another", 0))).toEqual([0, 1, 2, 3]);
  });

  it("takes back a removal to the very place", () => {
    const before = board("a", 5);
    const without = removeItem(before, itemKey(image(3)));
    expect(numbers(without)).toEqual([0, 1, 2, 4]);
    expect(insertItem(without, image(3), 3)).toEqual(before);
  });

  it("refuses one thing too many by name, and keeps what it has", () => {
    const full = board("a", MAX_BOARD_ITEMS);
    expect(() => addItem(full, image(5_000), 1)).toThrow(/full/);
    expect(full.items).toHaveLength(MAX_BOARD_ITEMS);
  });

  it("has a name of one line, never none and never too long", () => {
    expect(tidyName("  blue \n hour ")).toBe("blue hour");
    expect(tidyName(" \t ")).toBe(UNNAMED);
    const cut = tidyName("🌊".repeat(200));
    expect(cut.length).toBeLessThanOrEqual(MAX_BOARD_NAME_CHARS);
    expect([...cut].every((char) => char === "🌊")).toBe(true);
    expect(renameBoard(board("a"), "<b>x</b>").name).toBe("<b>x</b>");
  });

  it("is a mood of the opening wall or is not, and says nothing of it then", () => {
    expect(pinBoard(pinBoard(board("a"), true), false)).toEqual(board("a"));
    expect(pinBoard(board("a"), true).isFeed).toBe(true);
  });
});

describe("saving", () => {
  const fresh = board("fresh");

  it("goes to the board that is asked for, else to the one that was saved to last", () => {
    const boards = [board("a", 0, 10), board("b", 0, 30), board("c", 0, 20)];
    const lengths = (change: BoardChange) => change(boards).map(({ items }) => items.length);
    expect(lengths(saveItem(image(1), fresh, 40, "c"))).toEqual([0, 0, 1]);
    expect(lengths(saveItem(image(1), fresh, 40))).toEqual([0, 1, 0]);
  });

  it("loses nothing where the board was deleted meanwhile, or there is none", () => {
    expect(saveItem(image(1), fresh, 40, "gone")([board("a")])[0]?.items).toEqual([image(1)]);
    const [made] = saveItem(image(1), fresh, 40, "gone")([]);
    expect(made).toMatchObject({ id: "fresh", items: [image(1)] });
  });

  it("moves a thing from board to board, or leaves both as they are", () => {
    const boards = [board("a", 2), board("b", MAX_BOARD_ITEMS)];
    expect(() => moveBetween("a", "b", { kind: "hop", code: "x" }, 1)(boards)).toThrow();
    const [from, to] = moveBetween("a", "c", image(1), 1)([board("a", 2), board("c")]);
    expect(from && numbers(from)).toEqual([0]);
    expect(to && numbers(to)).toEqual([1]);
  });

  it("refuses more boards than there may be, and changes of a board that is gone", () => {
    const many = Array.from({ length: MAX_BOARDS }, (_, n) => board(String(n)));
    expect(() => withBoards([board("more")])(many)).toThrow(/Delete some/);
    expect(() => changeBoard("gone", (one) => one)(many)).toThrow(/deleted/);
    expect(withoutBoard("3")(many)).toHaveLength(MAX_BOARDS - 1);
  });
});

/** Storage in memory that can be told to fail. */
class MemoryStorage implements BoardStorage {
  boards: readonly Board[] = [];
  failure: Error | undefined;
  /** Called when a change was stored, as other tabs are. */
  readonly listeners: (() => void)[] = [];

  async change(change: BoardChange): Promise<readonly Board[]> {
    if (this.failure) throw this.failure;
    const before = this.boards;
    this.boards = change(before);
    if (this.boards !== before) for (const listener of this.listeners) listener();
    return this.boards;
  }

  async clear(): Promise<void> {
    this.boards = [];
  }
}

describe("the boards of a browser", () => {
  const add = (n: number, to = "a") => changeBoard(to, (one) => addItem(one, image(n), n));
  const full = Object.assign(new Error("no room"), { name: "QuotaExceededError" });

  it("changes what is stored by then, not what this tab last saw", async () => {
    const storage = new MemoryStorage();
    const [one, other] = [new BoardLedger(storage), new BoardLedger(storage)];
    await one.apply(withBoards([board("a")]));
    await other.refresh();
    await Promise.all([1, 2, 3].flatMap((n) => [one.apply(add(n)), other.apply(add(10 * n))]));
    const kept = storage.boards[0];
    expect(kept && numbers(kept).sort((a, b) => a - b)).toEqual([1, 2, 3, 10, 20, 30]);
  });

  it("keeps on the page what it could not store, says why, and stores it with the next change", async () => {
    const storage = new MemoryStorage();
    const ledger = new BoardLedger(storage);
    await ledger.apply(withBoards([board("a")]));
    storage.failure = full;
    await Promise.all([ledger.apply(add(1)), ledger.apply(add(2))]);
    expect(ledger.getState()).toMatchObject({ failure: "full", isLoading: false });
    expect(ledger.getState().boards.map(numbers)).toEqual([[1, 2]]);
    expect(storage.boards.map(numbers)).toEqual([[]]);

    storage.failure = undefined;
    // Another tab has saved meanwhile.
    await storage.change(add(9));
    const state = await ledger.apply(add(3));
    expect(state.failure).toBeUndefined();
    expect(storage.boards.map(numbers)).toEqual([[9, 1, 2, 3]]);
  });

  it("works for the life of a page where there is no storage at all", async () => {
    const storage = new MemoryStorage();
    storage.failure = new Error("refused");
    const ledger = new BoardLedger(storage);
    await ledger.refresh();
    expect(ledger.getState()).toEqual({ isLoading: false, boards: [], failure: "refused" });
    await ledger.apply(withBoards([board("a")]));
    await ledger.apply(add(4));
    expect(ledger.getState().boards.map(numbers)).toEqual([[4]]);
  });

  it("leaves out a change that waited for a board that was deleted, and makes the others", async () => {
    const storage = new MemoryStorage();
    const ledger = new BoardLedger(storage);
    await ledger.apply(withBoards([board("a"), board("b")]));
    storage.failure = full;
    await ledger.apply(add(1, "a"));
    await ledger.apply(add(2, "b"));
    storage.failure = undefined;
    await storage.change(withoutBoard("a"));
    await ledger.refresh();
    expect(storage.boards.map(numbers)).toEqual([[2]]);
  });

  it("throws what a change says no with, and has changed nothing", async () => {
    const storage = new MemoryStorage();
    const ledger = new BoardLedger(storage);
    await ledger.apply(withBoards([board("a", 1)]));
    for (const failure of [undefined, full]) {
      storage.failure = failure;
      const error = await ledger.apply(add(1, "gone")).catch((thrown: unknown) => thrown);
      expect(isAppError(error)).toBe(true);
      expect(ledger.getState().boards.map(numbers)).toEqual([[0]]);
    }
  });

  it("forgets all of it, also what was not stored", async () => {
    const storage = new MemoryStorage();
    const ledger = new BoardLedger(storage);
    await ledger.apply(withBoards([board("a", 1)]));
    storage.failure = full;
    await ledger.apply(add(7));
    storage.failure = undefined;
    await ledger.clear();
    await ledger.refresh();
    expect(storage.boards).toEqual([]);
    expect(ledger.getState()).toEqual({ isLoading: false, boards: [] });
  });

  it("forgets without calling another tab in to store what waits there", async () => {
    const storage = new MemoryStorage();
    const [one, other] = [new BoardLedger(storage), new BoardLedger(storage)];
    storage.failure = full;
    await other.apply(withBoards([board("a", 1)]));
    storage.failure = undefined;
    const heard: Promise<unknown>[] = [];
    storage.listeners.push(() => heard.push(other.refresh()));
    await one.clear();
    await Promise.all(heard);
    expect(storage.boards).toEqual([]);
  });
});
