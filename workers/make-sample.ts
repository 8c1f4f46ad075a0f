import { Command } from "commander";
import {
  makeSampleGallery,
  SAMPLE_COUNT,
  SAMPLE_SEED,
  type SampleProgress,
} from "@/lib/gallery/sample/make-sample-gallery";

const command = new Command("make-sample")
  .description("Draws the sample gallery into a folder; a second run draws only what is missing.")
  .argument("<folder>", "where the pictures go")
  .option("--count <n>", "pictures", Number, SAMPLE_COUNT)
  .option("--seed <n>", "another seed, another gallery", Number, SAMPLE_SEED)
  .option("--json", "print progress as lines of JSON")
  .parse();
const { count, seed, json } = command.opts<{ count: number; seed: number; json?: boolean }>();
const [folder = ""] = command.args;
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed)) {
  command.error("Expected whole numbers for --count (at least 1) and --seed.");
}

// Whoever reads our progress has died, and may draw anew by now; every file is whole or not there.
process.stdout.on("error", () => process.exit(1));
const started = performance.now();
let last: SampleProgress | undefined;
await makeSampleGallery({
  folder,
  count,
  seed,
  worker: new URL("./sample.worker.js", import.meta.url),
  onProgress(progress) {
    last = progress;
    if (json) process.stdout.write(`${JSON.stringify(progress)}\n`);
  },
});
if (!json) {
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  process.stdout.write(`${last?.total ?? 0} pictures in ${folder}, ${seconds} s.\n`);
}
