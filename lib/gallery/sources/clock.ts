import { setTimeout as sleep } from "node:timers/promises";

/** Time as whoever waits for a turn sees it; a test has its own. */
export interface Clock {
  /** Milliseconds that only grow: what is waited for. */
  now(): number;
  /** Milliseconds since the epoch, as far as this machine knows: what a date is compared with. */
  epochMs(): number;
  /** @throws an `AbortError` when nobody waits any more. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  epochMs: Date.now,
  pause: async (ms, signal) => {
    await sleep(ms, undefined, { signal });
  },
};
