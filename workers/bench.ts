import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Bench, Figure } from "@/lib/bench/bench";
import { benchApi } from "@/lib/bench/bench-api";
import { benchBridge } from "@/lib/bench/bench-bridge";
import { benchCluster } from "@/lib/bench/bench-cluster";
import { benchFuzz } from "@/lib/bench/bench-fuzz";
import { benchGuest } from "@/lib/bench/bench-guest";
import { benchIngest } from "@/lib/bench/bench-ingest";
import { benchLighthouse } from "@/lib/bench/bench-lighthouse";
import { benchLoad } from "@/lib/bench/bench-load";
import { benchPreview } from "@/lib/bench/bench-preview";
import { benchQdrant } from "@/lib/bench/bench-qdrant";
import { benchScroll } from "@/lib/bench/bench-scroll";
import { benchSoak } from "@/lib/bench/bench-soak";
import { benchStore } from "@/lib/bench/bench-store";
import { benchTree } from "@/lib/bench/bench-tree";
import { benchVectors } from "@/lib/bench/bench-vectors";
import { describeMachine } from "@/lib/bench/describe-machine";
import { fillStore } from "@/lib/bench/made-up-gallery";
import { measureLanceIndex } from "@/lib/bench/measure-lance-index";
import { measurePlainScan } from "@/lib/bench/measure-plain-scan";
import { measureStore } from "@/lib/bench/measure-store";
import { stopOnSignals } from "@/lib/launch/processes.mjs";

const BENCHES: readonly Bench[] = [
  benchStore,
  benchApi,
  benchBridge,
  benchGuest,
  benchFuzz,
  benchTree,
  benchIngest,
  benchVectors,
  benchQdrant,
  benchCluster,
  benchLighthouse,
  benchScroll,
  benchPreview,
  benchLoad,
  benchSoak,
];

/** Parts of the store's benchmark: what they find out is JSON on the last line. */
const STEPS: Readonly<Record<string, (dataDir: string, rows: number) => Promise<unknown>>> = {
  fill: fillStore,
  plain: measurePlainScan,
  store: measureStore,
  "lance-index": measureLanceIndex,
};

function wholeNumber(text: string): number {
  const value = Number(text.replaceAll(/[_,]/g, ""));
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("Expected a number ≥ 1.");
  return value;
}

function table(figures: readonly Figure[]): string {
  const hasGoals = figures.some(({ goal }) => goal !== undefined);
  const lines = new Table({ style: { head: [], border: [] } });
  for (const { what, value, goal = "" } of figures) {
    lines.push(hasGoals ? [what, value, goal && `goal: ${goal}`] : [what, value]);
  }
  return lines.toString();
}

interface BenchOptions {
  readonly rows: number;
  readonly pictures: number;
  readonly users: number;
  readonly seconds?: number;
  readonly only?: string;
  readonly step?: string;
  readonly dir?: string;
}

const names = BENCHES.map(({ name }) => name);
const options = new Command("bench")
  .description("Measures this machine: prints tables of figures with machine and versions.")
  .option("--rows <n>", "rows to measure searches with", wholeNumber, 100_000)
  .option("--pictures <n>", "pictures to draw and add", wholeNumber, 240)
  .option("--users <n>", "visitors at once, for load and soak", wholeNumber, 50)
  .option("--seconds <n>", "how long they browse", wholeNumber)
  .option("--only <name>", `one benchmark: ${names.join(", ")}`)
  .addOption(new Option("--step <name>", "a part of the store's benchmark").hideHelp())
  .addOption(new Option("--dir <dir>", "the data folder that it works in").hideHelp())
  .parse()
  .opts<BenchOptions>();
const print = (line: string) => process.stdout.write(`${line}\n`);

async function run(chosen: readonly Bench[]): Promise<void> {
  const { rows, pictures, users, seconds } = options;
  const dir = mkdtempSync(join(tmpdir(), "wavelength-bench-"));
  // However it ends: a gallery of 100,000 rows is half a gigabyte.
  process.on("exit", () => rmSync(dir, { recursive: true, force: true }));
  stopOnSignals(() => 130);
  // Whoever keeps a gallery elsewhere wants no made-up images in it.
  const env = { ...process.env, WAVELENGTH_STORE: undefined, WAVELENGTH_THUMBNAILS: undefined };
  const given = { rows, pictures, users, seconds };
  const context = { ...given, dir, root: process.cwd(), env, print };
  print(table(describeMachine()));
  for (const bench of chosen) {
    print(`\n${bench.name}: ${bench.about}`);
    print(table(await bench.run(context)));
  }
}

const chosen = BENCHES.filter(({ name, isOnlyByName = false }) =>
  options.only === undefined ? !isOnlyByName : name === options.only,
);
const step = STEPS[options.step ?? ""];
if (step && options.dir !== undefined) {
  print(JSON.stringify(await step(options.dir, options.rows)));
} else if (chosen.length === 0) {
  process.stderr.write(`Expected one of ${names.join(", ")} but received ${options.only}\n`);
  process.exitCode = 1;
} else {
  await run(chosen);
}
