import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type ClaimedWork, Deferred } from "./deferred";

const work = (path: string) => ({ item: { path }, claim: path }) as ClaimedWork;
const pathOf = (one: ClaimedWork | undefined) => one?.item.path;

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
  expect(pathOf(deferred.remove("away 0"))).toBe("away 0");
  expect(deferred.remove("away 0")).toBeUndefined();
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

it("of two with one claim, one is taken out at a time, and neither comes twice", () => {
  const deferred = new Deferred();
  deferred.add(work("same"));
  deferred.add(work("same"), 1);
  expect(pathOf(deferred.remove("same"))).toBe("same");
  expect(deferred.take()).toBeUndefined();
  expect(deferred.isEmpty).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(pathOf(deferred.take())).toBe("same");
  expect(deferred.isEmpty).toBe(true);
  expect(deferred.remove("same")).toBeUndefined();
});
