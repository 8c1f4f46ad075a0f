import Table from "cli-table3";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Bench, Figure } from "@/lib/bench/bench";
import { benchStore, fillStore } from "@/lib/bench/bench-store";
import { describeMachine } from "@/lib/bench/describe-machine";

const BENCHES: readonly Bench[] = [benchStore];

function wholeNumber(text: string): number {
  const value = Number(text.replaceAll(/[_,]/g, ""));
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError("Expected a number ≥ 1.");
  return value;
}

function table(figures: readonly Figure[]): string {
  const lines = new Table({ style: { head: [], border: [] } });
  for (const { what, value } of figures) lines.push([what, value]);
  return lines.toString();
}

const names = BENCHES.map(({ name }) => name);
const options = new Command("bench")
  .description("Measures this machine: prints tables of figures with machine and versions.")
  .option("--rows <n>", "images to measure with", wholeNumber, 100_000)
  .option("--only <name>", `one benchmark: ${names.join(", ")}`)
  .addOption(new Option("--fill <dir>", "what the store's benchmark starts").hideHelp())
  .parse()
  .opts<{ rows: number; only?: string; fill?: string }>();
const print = (line: string) => process.stdout.write(`${line}\n`);

const chosen = BENCHES.filter(({ name }) => options.only === undefined || name === options.only);
if (options.fill !== undefined) {
  print(String(await fillStore(options.fill, options.rows)));
} else if (chosen.length === 0) {
  process.stderr.write(`Expected one of ${names.join(", ")} but received ${options.only}\n`);
  process.exitCode = 1;
} else {
  print(table(describeMachine()));
  for (const bench of chosen) {
    print(`\n${bench.name}: ${bench.about}`);
    print(table(await bench.run({ rows: options.rows, print })));
  }
}
