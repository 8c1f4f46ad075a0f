import { type Browser, chromium } from "playwright";
import { findChromium } from "@/lib/launch/chromium.mjs";
import type { BenchContext } from "./bench";

/** Quiet and offline, as the end-to-end tests have it; background tabs are not slowed. */
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * Runs the system's Chromium for as long as `use` takes.
 *
 * @throws {Error} when there is none, naming what to do.
 */
export async function withBrowser<T>(
  { env }: BenchContext,
  args: readonly string[],
  use: (browser: Browser) => Promise<T>,
): Promise<T> {
  const executablePath = await findChromium(env);
  if (!executablePath) {
    throw new Error(
      "Expected a Chromium on this machine: install it, or name one in CHROMIUM_PATH. `npm test` finds or fetches one too.",
    );
  }
  const browser = await chromium.launch({ executablePath, args: [...ARGS, ...args] });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}
