import cliProgress from "cli-progress";
import { Command } from "commander";
import { parseConfig } from "@/lib/config";
import { isAppError } from "@/lib/errors";
import { type IngestState, ingest } from "@/lib/gallery/ingest";
import { lockIngest } from "@/lib/gallery/ingest-lock";
import { countsLine, overlapLines, skippedTable } from "@/lib/gallery/ingest-report";
import { measureMachineUse } from "@/lib/gallery/machine-use";
import { openGallery } from "@/lib/gallery/open-gallery";
import { Pace } from "@/lib/gallery/pace";
import type { IngestProgress } from "@/lib/search/contract";

/** Between two lines of progress for a program. */
const JSON_EVERY_MS = 250;
/** Skipped files that a program is told of by name. */
const MAX_SKIPPED_TOLD = 200;
/** What shells give out for a program that was ended by Ctrl-C. */
const INTERRUPTED = 130;

const NOTHING: IngestState = {
  found: 0,
  isWhole: false,
  done: 0,
  added: 0,
  known: 0,
  removed: 0,
  others: 0,
  skipped: [],
  embedS: 0,
  writeS: 0,
};

const command = new Command("add")
  .description("Adds folders of pictures to the gallery. A second run adds only what is new.")
  .argument("<folder...>", "folders with pictures, at any depth")
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

const pace = new Pace();
const bar = new cliProgress.SingleBar(
  { format: "  {bar} {value}/{total}  {rate} files/s  {left}  {added} added", hideCursor: true },
  cliProgress.Presets.shades_grey,
);
let latest = NOTHING;
let shownMs = Number.NEGATIVE_INFINITY;

function show(state: IngestState): void {
  latest = state;
  if (performance.now() - shownMs < JSON_EVERY_MS) return;
  shownMs = performance.now();
  pace.mark(state.done);
  if (json) printJson("running");
  else showBar();
}

function showBar(): void {
  const left = pace.secondsFor(latest.found - latest.done);
  bar.setTotal(latest.found);
  bar.update(latest.done, {
    rate: pace.perSecond.toFixed(0),
    added: latest.added,
    left: left === undefined ? "" : `${Math.ceil(left)} s left${latest.isWhole ? "" : " at least"}`,
  });
}

function printJson(phase: IngestProgress["state"], message?: string): void {
  const { found, done, added, known, removed, skipped } = latest;
  const secondsLeft = pace.secondsFor(found - done);
  const progress: IngestProgress = {
    state: phase,
    folder: command.args[0] ?? "",
    found,
    done,
    added,
    known,
    removed,
    skippedCount: skipped.length,
    skipped: skipped.slice(0, MAX_SKIPPED_TOLD),
    imagesPerSecond: Math.round(10 * pace.perSecond) / 10,
    ...(secondsLeft === undefined ? {} : { secondsLeft: Math.ceil(secondsLeft) }),
    ...(message === undefined ? {} : { message }),
  };
  process.stdout.write(`${JSON.stringify(progress)}\n`);
}

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const unlock = await lockIngest(config.dataDir);
  try {
    const gallery = await openGallery(config);
    try {
      if (!json) bar.start(0, 0, { rate: "0", left: "", added: 0 });
      const used = measureMachineUse();
      latest = await ingest({
        ...config,
        ...gallery,
        folders: command.args,
        again,
        onProgress: show,
        signal: stop.signal,
      });
      const use = used();
      if (json) printJson("done");
      else {
        showBar();
        bar.stop();
        const lines = [
          countsLine(latest),
          ...overlapLines(latest, use, gallery.embedder.model.provider),
          ...(stop.signal.aborted ? ["Stopped early: run the same again to go on."] : []),
          ...(latest.skipped.length > 0
            ? [skippedTable(latest.skipped, process.stdout.columns)]
            : []),
        ];
        process.stdout.write(`${lines.join("\n")}\n`);
      }
      if (stop.signal.aborted) process.exitCode = INTERRUPTED;
    } finally {
      bar.stop();
      // Its threads would keep this process alive.
      await gallery.close();
    }
  } finally {
    await unlock();
  }
}

try {
  await main();
} catch (error) {
  const message = isAppError(error) ? error.message : ((error as Error).stack ?? String(error));
  if (json) printJson("failed", message);
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
