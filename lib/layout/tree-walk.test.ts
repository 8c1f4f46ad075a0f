import { describe, expect, it } from "vitest";
import { readTree, treeMove } from "./tree-walk";

/** 0 ─ 1 ─ 2, 1 ─ 4 ─ 5, 0 ─ 3 */
const PARENTS = [-1, 0, 1, 0, 1, 4];
const open = () => false;

describe("a tree as it is read", () => {
  it("tells of every node its level, its place and what it holds", () => {
    const items = readTree(PARENTS, open);
    expect(items.map(({ index }) => index)).toEqual([0, 1, 2, 4, 5, 3]);
    expect(items.map(({ level }) => level)).toEqual([1, 2, 3, 3, 4, 2]);
    expect(items.map(({ position, siblings }) => `${position}/${siblings}`)).toEqual([
      "1/1",
      "1/2",
      "1/2",
      "2/2",
      "1/1",
      "2/2",
    ]);
    expect(items.map(({ holds }) => holds)).toEqual([5, 3, 0, 1, 0, 0]);
  });

  it("leaves out what is folded and says how much that is", () => {
    const items = readTree(PARENTS, (index) => index === 1 || index === 2);
    expect(items.map(({ index }) => index)).toEqual([0, 1, 3]);
    expect(items[1]).toMatchObject({ isFolded: true, holds: 3 });
  });

  it("reads several roots one after the other, and nothing where there is nothing", () => {
    expect(readTree([-1, -1, 0], open).map(({ index }) => index)).toEqual([0, 2, 1]);
    expect(readTree([], open)).toEqual([]);
  });
});

describe("the keys of a tree", () => {
  const items = readTree(PARENTS, open);
  const folded = readTree(PARENTS, (index) => index === 1);

  it.each([
    ["ArrowDown", 2, { to: 4 }],
    ["ArrowUp", 4, { to: 2 }],
    ["ArrowRight", 1, { to: 2 }],
    ["ArrowLeft", 5, { to: 4 }],
    ["ArrowLeft", 1, { fold: 1, isFolded: true }],
    ["Home", 5, { to: 0 }],
    ["End", 0, { to: 3 }],
    ["ArrowUp", 0, undefined],
    ["ArrowDown", 3, undefined],
    ["ArrowRight", 2, undefined],
    ["x", 0, undefined],
  ])("%s at %i", (key, at, move) => {
    expect(treeMove(key, at, items, PARENTS)).toEqual(move);
  });

  it("unfold what is folded, and go past it", () => {
    expect(treeMove("ArrowRight", 1, folded, PARENTS)).toEqual({ fold: 1, isFolded: false });
    expect(treeMove("ArrowLeft", 1, folded, PARENTS)).toEqual({ to: 0 });
    expect(treeMove("ArrowDown", 1, folded, PARENTS)).toEqual({ to: 3 });
    expect(treeMove("ArrowDown", 5, folded, PARENTS)).toBeUndefined();
  });
});
