import { isAppError } from "@/lib/errors";
import { TransferPrinter, type TransferProgress } from "./transfer-printer";

/** What shells give out for a program that was ended by Ctrl-C. */
const INTERRUPTED = 130;

/** What a command does. @returns the lines that are printed when it is done. */
export type Transfer = (
  onProgress: (progress: TransferProgress) => void,
  signal: AbortSignal,
) => Promise<readonly string[]>;

/**
 * Runs a command that takes a gallery from one place to another: shows how far it has come, stops it
 * at the first Ctrl-C, and sets the exit code.
 *
 * @param what is counted, as in "images".
 * @param stopped what to say after Ctrl-C: what is there, and how it goes on.
 */
export async function runTransfer(
  what: string,
  transfer: Transfer,
  stopped: () => string = () => "Stopped: run the same again to go on.",
): Promise<void> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  const printer = new TransferPrinter(what);
  try {
    printer.done(await transfer((progress) => printer.show(progress), stop.signal));
  } catch (error) {
    const { said, exitCode } = endOf(error, stop.signal, stopped);
    printer.failed(said);
    process.exitCode = exitCode;
  }
}

/** How a transfer ended that threw: stopped, or failed, also when it was to stop. */
export function endOf(error: unknown, signal: AbortSignal, stopped: () => string) {
  if (signal.aborted && error === signal.reason) return { said: stopped(), exitCode: INTERRUPTED };
  const said = isAppError(error) ? error.message : ((error as Error).stack ?? String(error));
  return { said, exitCode: 1 };
}
