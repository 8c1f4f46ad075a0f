import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance, LOOK_MS, PICK_MS, type Player, type PlayerEvent, startPlayer } from "./player";

const told = (player: Player, ...events: PlayerEvent[]) => events.reduce(advance, player);
const tick = (ms: number): PlayerEvent => ({ type: "tick", ms });
const SHOWN: PlayerEvent = { type: "shown" };
const TOGGLE: PlayerEvent = { type: "toggle" };

/** Plays by a clock that is told what time it is; every wall comes at once. */
function playThrough(
  player: Player,
  stepMs: number,
): { readonly ms: number; readonly end: Player } {
  let ms = 0;
  let end = advance(player, SHOWN);
  while (end.isPlaying) {
    end = told(end, tick(stepMs), SHOWN);
    ms += stepMs;
  }
  return { ms, end };
}

describe("a replay", () => {
  it("looks at each wall, points at what was picked, goes on, and stops at the last hop", () => {
    const first = told(startPlayer(2, true), SHOWN);
    expect(first).toMatchObject({ at: 0, phase: "looking" });
    expect(told(first, tick(LOOK_MS - 1)).phase).toBe("looking");
    const picking = told(first, tick(LOOK_MS));
    expect(picking).toMatchObject({ at: 0, phase: "picking" });
    const second = told(picking, tick(PICK_MS));
    expect(second).toMatchObject({ at: 1, phase: "waiting" });
    expect(told(second, SHOWN, tick(LOOK_MS))).toMatchObject({ at: 1, isPlaying: false });
  });

  it("waits for a wall as long as that takes", () => {
    const waiting = startPlayer(3, true);
    expect(told(waiting, tick(60_000), tick(60_000))).toBe(waiting);
  });

  it("stops where a wall does not come, and can be tried again", () => {
    const stopped = told(startPlayer(3, true), { type: "failed" });
    expect(stopped).toMatchObject({ at: 0, isPlaying: false });
    expect(told(stopped, TOGGLE, SHOWN)).toMatchObject({ isPlaying: true, phase: "looking" });
  });

  it("takes as long as its speed says: half, double, four times", () => {
    const ofSpeed = (speed: 0.5 | 1 | 2 | 4) =>
      playThrough(told(startPlayer(10, true), { type: "speed", speed }), 10).ms;
    const plain = 10 * LOOK_MS + 9 * PICK_MS;
    expect(ofSpeed(1)).toBe(plain);
    expect(ofSpeed(0.5)).toBe(2 * plain);
    expect(Math.abs(ofSpeed(2) - plain / 2)).toBeLessThan(200);
    expect(Math.abs(ofSpeed(4) - plain / 4)).toBeLessThan(400);
  });

  it("stands still while it is paused, and goes on from there", () => {
    const half = told(startPlayer(3, true), SHOWN, tick(LOOK_MS / 2), TOGGLE);
    expect(told(half, tick(60_000))).toBe(half);
    expect(told(half, TOGGLE, tick(LOOK_MS / 2)).phase).toBe("picking");
  });

  it("begins anew when it is played at its end", () => {
    const { end } = playThrough(startPlayer(3, true), 100);
    expect(end.at).toBe(2);
    expect(told(end, TOGGLE)).toMatchObject({ at: 0, phase: "waiting", isPlaying: true });
  });

  it("steps and seeks within its ends, playing or not, and misses no hop in a long sleep", () => {
    const player = told(startPlayer(5, false), SHOWN);
    expect(told(player, { type: "step", by: -1 })).toBe(player);
    expect(told(player, { type: "seek", to: 99 })).toMatchObject({ at: 4, phase: "waiting" });
    expect(told(player, { type: "step", by: 1 })).toMatchObject({ at: 1, isPlaying: false });
    expect(told({ ...player, isPlaying: true }, tick(3_600_000))).toMatchObject({
      at: 0,
      phase: "picking",
    });
  });

  it("does not start by itself for whoever asked for less motion", () => {
    const still = told(startPlayer(3, false), SHOWN);
    expect(told(still, tick(60_000))).toBe(still);
  });

  it("never leaves its frames, whatever happens", () => {
    const event: fc.Arbitrary<PlayerEvent> = fc.oneof(
      fc.nat({ max: 5_000 }).map(tick),
      fc.constantFrom<PlayerEvent>(SHOWN, TOGGLE, { type: "failed" }),
      fc.constantFrom<PlayerEvent>({ type: "step", by: 1 }, { type: "step", by: -1 }),
      fc.integer({ min: -9, max: 99 }).map((to): PlayerEvent => ({ type: "seek", to })),
      fc.integer({ min: 1, max: 9 }).map((count): PlayerEvent => ({ type: "load", count })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(event), (count, events) => {
        const { at, count: now } = told(startPlayer(count, true), ...events);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThan(now);
      }),
    );
  });
});
