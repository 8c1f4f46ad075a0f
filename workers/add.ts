import { Command } from "commander";
import { type Config, parseConfig } from "@/lib/config";
import { isAppError } from "@/lib/errors";
import { ingest } from "@/lib/gallery/ingest";
import { lockIngest } from "@/lib/gallery/ingest-lock";
import { IngestPrinter } from "@/lib/gallery/ingest-printer";
import { countsLine, overlapLines, skippedTable } from "@/lib/gallery/ingest-report";
import { measureMachineUse } from "@/lib/gallery/machine-use";
import { openGallery } from "@/lib/gallery/open-gallery";
import { openSource } from "@/lib/gallery/sources/open-source";

/** What shells give out for a program that was ended by Ctrl-C. */
const INTERRUPTED = 130;

const command = new Command("add")
  .description("Adds pictures to the gallery. A second run adds only what is new.")
  .argument("<what...>", "folders, at any depth; .zip, .tar and .tar.gz archives (WebDataset too)")
  .option("--again", "take in anew what is known, and what was removed by hand")
  .option("--json", "print progress as lines of JSON")
  .parse();
const { again = false, json = false } = command.opts<{ again?: boolean; json?: boolean }>();

const stop = new AbortController();
// Once: a second Ctrl-C ends it at once, which loses nothing that was said to be added.
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());
// The program that reads our progress has died: without it nobody would know that we run.
process.stdout.on("error", () => json && stop.abort());

const printer = new IngestPrinter(command.args[0] ?? "", json);

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const unlock = await lockIngest(config.dataDir);
  try {
    await add(config);
  } finally {
    await unlock();
  }
}

async function add(config: Config): Promise<void> {
  const sources = await Promise.all(command.args.map((what) => openSource(what, config)));
  const gallery = await openGallery(config);
  try {
    printer.begin();
    const used = measureMachineUse();
    const state = await ingest({
      ...config,
      ...gallery,
      sources,
      again,
      onProgress: (now) => printer.show(now),
      signal: stop.signal,
    });
    printer.done(state, [
      countsLine(state),
      ...overlapLines(state, used(), gallery.embedder.model.provider),
      ...(stop.signal.aborted ? ["Stopped early: run the same again to go on."] : []),
      ...(state.skipped.length > 0 ? [skippedTable(state.skipped, process.stdout.columns)] : []),
    ]);
    if (stop.signal.aborted) process.exitCode = INTERRUPTED;
  } finally {
    // Its threads would keep this process alive.
    await Promise.all([gallery.close(), ...sources.map((source) => source.close?.())]);
  }
}

try {
  await main();
} catch (error) {
  const message = isAppError(error) ? error.message : ((error as Error).stack ?? String(error));
  printer.failed(message);
  process.exitCode = 1;
}
