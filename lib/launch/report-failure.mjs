import { explainFailure, LaunchError } from "./explain-failure.mjs";

/**
 * Tells the person at the terminal what went wrong: one sentence when we know it, else all there is.
 *
 * @param {unknown} error
 */
export function reportFailure(error) {
  process.stderr.write(`\n${describe(error)}\n`);
}

/** @param {unknown} error */
function describe(error) {
  if (error instanceof LaunchError) return error.message;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return explainFailure(text) ?? text;
}
