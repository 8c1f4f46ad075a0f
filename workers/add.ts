import { availableParallelism } from "node:os";
import cliProgress from "cli-progress";
import Table from "cli-table3";
import { Command } from "commander";
import { parseConfig } from "@/lib/config";
import { isAppError } from "@/lib/errors";
import { type IngestState, ingest } from "@/lib/gallery/ingest";
import { lockIngest } from "@/lib/gallery/ingest-lock";
import { openGallery } from "@/lib/gallery/open-gallery";
import type { IngestProgress } from "@/lib/search/contract";

/** Between two lines of progress for a program. */
const JSON_EVERY_MS = 250;

/** What a program or a table is told of: a folder of a million text files must not fill memory. */
const MAX_SKIPPED_SHOWN = 200;

const command = new Command("add")
  .description("Adds folders of pictures to the gallery. A second run adds only what is new.")
  .argument("<folder...>", "folders with pictures, at any depth")
  .option("--again", "take in anew what is known, and what was removed by hand")
  .option("--json", "print progress as lines of JSON")
  .parse();
const { again = false, json = false } = command.opts<{ again?: boolean; json?: boolean }>();

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());
// Whoever reads our progress may leave first; the work goes on.
process.stdout.on("error", () => {});

const started = performance.now();
const rate = (state: IngestState) =>
  state.done / Math.max(0.001, (performance.now() - started) / 1_000);

function printJson(state: IngestState, phase: IngestProgress["state"]): void {
  const progress: IngestProgress = {
    state: phase,
    folder: command.args[0] ?? "",
    found: state.found,
    done: state.done,
    added: state.added,
    skipped: state.skipped.slice(0, MAX_SKIPPED_SHOWN),
    imagesPerSecond: Math.round(10 * rate(state)) / 10,
  };
  process.stdout.write(`${JSON.stringify(progress)}\n`);
}

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const unlock = await lockIngest(config.dataDir);
  const bar = new cliProgress.SingleBar(
    { format: "  {bar} {value}/{total}  {rate} images/s  {left}  {added} new", hideCursor: true },
    cliProgress.Presets.shades_grey,
  );
  try {
    const gallery = await openGallery(config);
    let lastMs = 0;
    const onProgress = (state: IngestState) => {
      if (performance.now() - lastMs < JSON_EVERY_MS) return;
      lastMs = performance.now();
      if (json) printJson(state, "running");
      else {
        const speed = rate(state);
        const left = Math.ceil((state.found - state.done) / Math.max(speed, 0.1));
        bar.setTotal(state.found);
        bar.update(state.done, {
          rate: speed.toFixed(0),
          added: state.added,
          left: `${left} s of what is found`,
        });
      }
    };
    if (!json) bar.start(0, 0, { rate: "0", left: "", added: 0 });
    const cpuBefore = process.cpuUsage();
    const startedMs = performance.now();
    const state = await ingest({
      ...config,
      ...gallery,
      folders: command.args,
      again,
      onProgress,
      signal: stop.signal,
    });
    const wallS = (performance.now() - startedMs) / 1_000;
    const cpu = process.cpuUsage(cpuBefore);
    await gallery.close();
    if (json) printJson(state, "done");
    else {
      bar.update(state.done);
      bar.stop();
      summarise(state, wallS, (cpu.user + cpu.system) / 1e6);
    }
    if (stop.signal.aborted) process.exitCode = 130;
  } finally {
    bar.stop();
    await unlock();
  }
}

function summarise(state: IngestState, wallS: number, cpuS: number): void {
  const cores = availableParallelism();
  const lines = [
    `${state.added} images added, ${state.done - state.added - state.skipped.length} known or not pictures, ${state.skipped.length} skipped.`,
    `${wallS.toFixed(1)} s, ${(state.done / wallS).toFixed(1)} files/s; ${cpuS.toFixed(1)} CPU s on ${cores} cores: ${((wallS * cores) / cpuS).toFixed(2)} × the least possible (goal 1.15).`,
  ];
  if (stop.signal.aborted) lines.push("Stopped early: run the same again to go on.");
  process.stdout.write(`${lines.join("\n")}\n`);
  if (state.skipped.length === 0) return;
  const table = new Table({
    head: ["skipped", "why"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [50, 70],
  });
  for (const { path, message } of state.skipped.slice(0, MAX_SKIPPED_SHOWN)) {
    table.push([JSON.stringify(path).slice(1, -1), message]);
  }
  process.stdout.write(`${table.toString()}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${isAppError(error) ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
