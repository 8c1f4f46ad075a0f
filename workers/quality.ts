import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import cliProgress from "cli-progress";
import { Command } from "commander";
import { describeMachine } from "@/lib/bench/describe-machine";
import { parseConfig } from "@/lib/config";
import { openEmbedder } from "@/lib/embedding/worker-embedder";
import { isAppError } from "@/lib/errors";
import {
  makeSampleGallery,
  SAMPLE_COUNT,
  SAMPLE_SEED,
} from "@/lib/gallery/sample/make-sample-gallery";
import { readLabelledSet } from "@/lib/quality/labelled-set";
import { measureSet, type SetReport } from "@/lib/quality/measure-set";
import { qualityTable } from "@/lib/quality/quality-table";
import { PHRASES } from "@/lib/search/phrases";
import { TermBook } from "@/lib/words/load-term-vectors";

const command = new Command("quality")
  .description(
    "Measures how good the search is on folders of labelled images: prints a table, writes it as JSON.",
  )
  .argument("[folder...]", "folders with labels.jsonl; without one, the sample gallery is drawn")
  .option("--json <file>", "where the figures go", "reports/quality.json")
  .parse();
const { json } = command.opts<{ json: string }>();

const bar = new cliProgress.SingleBar(
  { format: "  {name}: {stage} {value}/{total}", hideCursor: true, clearOnComplete: true },
  cliProgress.Presets.shades_grey,
);

async function main(): Promise<void> {
  const config = parseConfig(process.env);
  const folders = command.args.length > 0 ? command.args : [await sampleFolder(config.dataDir)];
  // Read first: a wrong path should not cost the minutes before it.
  const sets = await Promise.all(folders.map(readLabelledSet));
  const { modelDir, providers, embed, limits } = config;
  const embedder = await openEmbedder({ modelDir, providers, ...embed });
  const terms = new TermBook(embedder, { dir: config.dataDir, phrases: PHRASES });
  const reports: SetReport[] = [];
  try {
    for (const set of sets) {
      bar.start(set.images.length, 0, { name: set.name, stage: "" });
      reports.push(
        await measureSet(set, { embedder, limits, terms }, (stage, done = set.images.length) =>
          bar.update(done, { stage }),
        ),
      );
      bar.stop();
    }
  } finally {
    bar.stop();
    await embedder.close();
  }
  const { id, provider } = embedder.model;
  const machine = [...describeMachine(), { what: "model", value: `${id} on ${provider}` }];
  await mkdir(dirname(json), { recursive: true });
  await writeFile(
    json,
    `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, sets: reports }, null, 2)}\n`,
  );
  print(machine.map(({ what, value }) => `${what}: ${value}`).join("\n"));
  print(qualityTable(reports));
  for (const { name, skipped } of reports) {
    for (const reason of skipped) print(`${name}: skipped ${reason}`);
  }
  print(`Written to ${json}.`);
}

/** The sample gallery of the data folder; what is missing of it is drawn. */
async function sampleFolder(dataDir: string): Promise<string> {
  const folder = join(dataDir, "sample");
  await makeSampleGallery({
    folder,
    count: SAMPLE_COUNT,
    seed: SAMPLE_SEED,
    worker: new URL("./sample.worker.js", import.meta.url),
    onProgress({ done, total }) {
      if (done === 0) bar.start(total, 0, { name: "sample", stage: "drawing" });
      bar.update(done);
    },
  });
  bar.stop();
  return folder;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${isAppError(error) ? error.message : (error as Error).stack}\n`);
  process.exitCode = 1;
}
