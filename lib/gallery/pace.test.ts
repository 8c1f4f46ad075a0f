import { expect, it } from "vitest";
import { Pace } from "./pace";

it("a pace is that of late, not that since the start", () => {
  let now = 0;
  const pace = new Pace(() => now);
  expect(pace.secondsFor(10)).toBeUndefined();
  now = 1_000;
  pace.mark(1_400);
  expect(pace.perSecond).toBe(1_400);
  for (let second = 2; second <= 60; second++) {
    now = second * 1_000;
    pace.mark(1_400 + 20 * (second - 1));
  }
  expect(pace.perSecond).toBeCloseTo(20, 5);
  expect(pace.secondsFor(100)).toBeCloseTo(5, 5);
});

it("a stage that stands still has no time left to tell", () => {
  let now = 0;
  const pace = new Pace(() => now);
  for (const at of [1_000, 20_000, 40_000]) {
    now = at;
    pace.mark(7);
  }
  expect(pace.secondsFor(1)).toBeUndefined();
});
