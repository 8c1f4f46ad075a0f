import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Deferred } from "./deferred";
import type { Work } from "./item-queue";

const work = (path: string) => ({ item: { path } }) as Work;
const pathOf = (one: Work | undefined) => one?.item.path;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

it("items that are put off come back when they are due, and stand in nobody's way until then", () => {
  const deferred = new Deferred();
  for (let n = 0; n < 1_000; n++) deferred.add(work(`away ${n}`), 10);
  deferred.add(work("soon"), 1);
  deferred.add(work("now"));
  expect(pathOf(deferred.take())).toBe("now");
  expect(deferred.take()).toBeUndefined();
  expect(deferred.isEmpty).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(pathOf(deferred.take())).toBe("soon");
  expect(deferred.take()).toBeUndefined();
  expect(deferred.removeWhere(({ item }) => item.path === "away 0")).toBe(true);
  vi.advanceTimersByTime(9_000);
  expect(pathOf(deferred.take())).toBe("away 1");
  for (let n = 2; n < 1_000; n++) expect(pathOf(deferred.take())).toBe(`away ${n}`);
  expect(deferred.isEmpty).toBe(true);
});

it("there is room for so many and no more", () => {
  const deferred = new Deferred();
  for (let n = 0; n < 99_999; n++) deferred.add(work(String(n)), n % 2);
  expect(deferred.hasRoom).toBe(true);
  deferred.add(work("last"));
  expect(deferred.hasRoom).toBe(false);
});
