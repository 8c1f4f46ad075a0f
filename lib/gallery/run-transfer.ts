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
 */
export async function runTransfer(what: string, transfer: Transfer): Promise<void> {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  const printer = new TransferPrinter(what);
  try {
    printer.done(await transfer((progress) => printer.show(progress), stop.signal));
  } catch (error) {
    const said = isAppError(error) ? error.message : ((error as Error).stack ?? String(error));
    printer.failed(stop.signal.aborted ? "Stopped: run the same again to go on." : said);
    process.exitCode = stop.signal.aborted ? INTERRUPTED : 1;
  }
}
