import { setTimeout as sleep } from "node:timers/promises";

/** Time as whoever waits for a turn sees it; a test has its own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** @throws an `AbortError` when nobody waits any more. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: Date.now,
  pause: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
};
