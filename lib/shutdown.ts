import { setTimeout as delay } from "node:timers/promises";
import { logEvent } from "./log-event";

/** Ctrl-C reaches us twice: from the terminal, and from the launcher, which got it too. */
const SAME_WISH_MS = 500;

const CLOSING = Symbol.for("wavelength.closing");
const shared = globalThis as typeof globalThis & { [CLOSING]?: boolean };

/** Whether this server is about to end: a proxy should send nobody here any more. */
export function isClosing(): boolean {
  return shared[CLOSING] === true;
}

/** What a server ends with, in order. */
export interface ShutdownSteps {
  /** What still goes on, for the log. */
  readonly pending: () => number;
  /** Takes nothing new and finishes what is in flight. */
  readonly finish: () => Promise<void>;
  /** Closes files and threads, when nothing needs them any more. */
  readonly close: () => Promise<void>;
  /** Between saying that it closes and refusing connections, for a proxy that looks now and then; in s. */
  readonly delayS: number;
  /** What all of it may take after that; in s. */
  readonly timeoutS: number;
}

/**
 * Ends this process with manners when it is asked to (SIGTERM, SIGINT) or its launcher dies: exit code
 * 0 when everything was finished, 1 when the time was up first. Asked a second time it ends at once.
 */
export function endOnSignals(steps: ShutdownSteps): void {
  let firstMs: number | undefined;
  const end = (reason: string) => {
    const now = performance.now();
    if (firstMs === undefined) {
      firstMs = now;
      void endGently(reason, steps);
    } else if (now - firstMs > SAME_WISH_MS) {
      logEvent("closed_at_once", { reason, pending: steps.pending() });
      process.exit(1);
    }
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end(signal));
  // A launcher that is killed outright cannot end us: it leaves a channel, and the port would stay
  // taken by a server that nobody sees.
  process.once("disconnect", () => end("launcher gone"));
}

async function endGently(reason: string, steps: ShutdownSteps): Promise<void> {
  const { pending, finish, close, delayS, timeoutS } = steps;
  shared[CLOSING] = true;
  logEvent("closing", { reason, pending: pending() });
  await delay(delayS * 1_000);
  const timer = setTimeout(() => {
    logEvent("close_timed_out", { timeoutS, pending: pending() });
    process.exit(1);
  }, timeoutS * 1_000);
  try {
    await finish();
    await close();
    clearTimeout(timer);
    logEvent("closed");
    process.exit(0);
  } catch (error) {
    logEvent("close_failed", { error: String(error) });
    process.exit(1);
  }
}
