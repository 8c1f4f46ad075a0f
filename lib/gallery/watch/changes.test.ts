import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Changes } from "./changes";

const FOREVER = new AbortController().signal;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("changes", () => {
  it("are given out when nothing more is heard of them, all that are due at once", async () => {
    const changes = new Changes(1_000);
    const taken: (readonly string[] | undefined)[] = [];
    const take = () => changes.take(FOREVER).then((paths) => taken.push(paths));
    const first = take();
    changes.add("whole");
    changes.add("growing");
    for (let part = 0; part < 5; part++) {
      await vi.advanceTimersByTimeAsync(600);
      changes.add("growing");
    }
    await first;
    expect(taken).toEqual([["whole"]]);
    const second = take();
    changes.add("late");
    await vi.advanceTimersByTimeAsync(999);
    expect(taken).toHaveLength(1);
    expect(changes.has("growing")).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    await second;
    expect(taken[1]).toEqual(["growing", "late"]);
    expect(changes.has("growing")).toBe(false);
  });

  it("are waited for no more when nobody wants them", async () => {
    const changes = new Changes(1_000);
    const stop = new AbortController();
    const taken = changes.take(stop.signal);
    stop.abort();
    expect(await taken).toBeUndefined();
    changes.add("a");
    expect(await changes.take(stop.signal)).toBeUndefined();
  });
});
