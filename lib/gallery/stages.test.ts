import { describe, expect, it } from "vitest";
import { StageTime } from "./stage-time";
import { limitOf, type StageUse } from "./stages";

/** Something that is in a stage until it is told to leave. */
function guest() {
  let leave = () => {};
  const stay = new Promise<void>((done) => {
    leave = done;
  });
  return { stay: () => stay, leave: () => leave() };
}

describe("the time of a stage", () => {
  it("counts how full it was, and what waited before it", async () => {
    let now = 0;
    const stage = new StageTime(2, () => now);
    const guests = [guest(), guest(), guest()];
    const stays = guests.map(({ stay }) => stage.during(stay));
    now = 1_000;
    for (const { leave } of guests.slice(1)) leave();
    await Promise.all(stays.slice(1));
    now = 3_000;
    guests[0]?.leave();
    await stays[0];
    now = 9_000;
    expect(stage.count).toBe(3);
    expect(stage.seconds).toBe(3);
    // Full for a second, half full for two.
    expect(stage.fullSeconds).toBe(2);
    expect(stage.sumSeconds).toBe(5);
  });

  it("goes on after something in it failed", async () => {
    let now = 0;
    const stage = new StageTime(1, () => now);
    await expect(stage.during(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    now = 1_000;
    expect(stage.seconds).toBe(0);
  });
});

describe("the limit of an ingest", () => {
  const use = (stage: StageUse["stage"], busy: number, load = busy) =>
    ({ stage, seconds: 1, busy, load }) satisfies StageUse;

  it("is the fullest stage", () => {
    expect(limitOf([use("decode", 0.6), use("embed", 0.97), use("write", 0.1)])?.stage).toBe(
      "embed",
    );
  });

  it("is the one that pictures gather before, where two are full", () => {
    expect(limitOf([use("decode", 1, 3), use("embed", 0.97, 1.1)])?.stage).toBe("decode");
    expect(limitOf([use("decode", 1, 1), use("embed", 0.97, 4)])?.stage).toBe("embed");
  });

  it("is none where nothing was done", () => {
    expect(limitOf([use("read", 0), use("embed", 0)])).toBeUndefined();
  });
});
