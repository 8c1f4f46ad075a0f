import { expect, it } from "vitest";
import { inLanes } from "./in-lanes";

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it("works on no more than its lanes at once, and answers in the list's order", async () => {
  let inside = 0;
  let most = 0;
  const squares = await inLanes([1, 2, 3, 4, 5, 6, 7], 3, async (n) => {
    inside++;
    most = Math.max(most, inside);
    for (let turn = 0; turn < 8 - n; turn++) await nextTurn();
    inside--;
    return n * n;
  });
  expect(squares).toEqual([1, 4, 9, 16, 25, 36, 49]);
  expect(most).toBe(3);
});

it("begins nothing more once one has failed", async () => {
  const begun: number[] = [];
  const work = inLanes([0, 1, 2, 3, 4, 5], 2, async (n) => {
    begun.push(n);
    await nextTurn();
    if (n === 1) throw new Error("no");
  });
  await expect(work).rejects.toThrow("no");
  for (let turn = 0; turn < 5; turn++) await nextTurn();
  expect(begun.length).toBeLessThan(5);
});

it("has nothing to do for an empty list", async () => {
  expect(await inLanes([], 4, async () => 1)).toEqual([]);
});
