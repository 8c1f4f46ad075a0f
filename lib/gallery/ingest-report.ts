import Table from "cli-table3";
import type { ModelDescription } from "@/lib/embedding/embedder";
import type { IngestState } from "./ingest";
import type { MachineUse } from "./machine-use";
import { limitOf, type StageName, type StageUse } from "./stages";

/** Rows of the table; a folder of a million text files named .jpg must not fill the screen. */
const MAX_ROWS = 200;
const PATH_COLUMNS = 50;
const MIN_REASON_COLUMNS = 30;
/** Nothing is a limit that stands still for most of the time. */
const IDLE_SHARE = 0.4;

const STAGE_WORDS: Readonly<Record<StageName, string>> = {
  read: "reading",
  decode: "decoding",
  thumbnails: "thumbnails",
  embed: "embedding",
  write: "writing",
};

/** What became of all files, in one line. */
export function countsLine(state: IngestState): string {
  const { added, known, removed, others, skippedCount } = state;
  const parts = [
    `${added} images added`,
    known > 0 ? `${known} known` : "",
    removed > 0 ? `${removed} removed by hand before, so left out` : "",
    others > 0 ? `${others} other files` : "",
    `${skippedCount} skipped`,
  ];
  return `${parts.filter((part) => part !== "").join(", ")}.`;
}

/**
 * How well the stages overlapped, in two figures: all CPU time against what the cores could have
 * given in that time (where the model runs on the CPU, that is the bound), and the slowest stage
 * against the whole (where it runs on a GPU). Then the stage that all others waited for.
 */
export function overlapLines(
  { done, stages }: Pick<IngestState, "done" | "stages">,
  { wallS, cpuS, othersCpuS, cores }: MachineUse,
  provider: ModelDescription["provider"],
): string[] {
  const figure = (value: number) => value.toFixed(value < 10 ? 2 : 1);
  const secondsOf = (name: StageName) => stages.find(({ stage }) => stage === name)?.seconds ?? 0;
  const prepareS = cpuS / cores;
  const ours = (wallS * cores) / cpuS;
  const lines = [
    `${figure(wallS)} s, ${(done / wallS).toFixed(1)} files/s; ${figure(cpuS)} CPU s on ${cores} cores: ${ours.toFixed(2)} × the least possible${provider === "cpu" ? " (goal 1.15)" : ""}.`,
  ];
  if (othersCpuS !== undefined && othersCpuS > 0.05 * wallS * cores) {
    const withoutOthers = (wallS * cores - othersCpuS) / cpuS;
    lines.push(
      `Other programs took ${figure(othersCpuS)} CPU s meanwhile; of what they left, it took ${withoutOthers.toFixed(2)} × the least possible.`,
    );
  }
  if (provider !== "cpu") {
    const slowest = Math.max(prepareS, secondsOf("embed"), secondsOf("write"));
    lines.push(`The whole took ${(wallS / slowest).toFixed(2)} × the slowest stage (goal 1.3).`);
  }
  return [...lines, ...limitLines(stages, provider)];
}

/** How fast rows with vectors were taken in, and which stage all others waited for. */
export function rowLines(
  { done, stages }: Pick<IngestState, "done" | "stages">,
  { wallS, cpuS }: Pick<MachineUse, "wallS" | "cpuS">,
): string[] {
  const rate = Math.round(done / wallS).toLocaleString("en");
  return [
    `${wallS.toFixed(1)} s, ${rate} rows/s; ${cpuS.toFixed(1)} CPU s.`,
    ...limitLines(stages, "cpu"),
  ];
}

/** Which stage all others waited for, by what was measured of each. */
export function limitLines(
  stages: readonly StageUse[],
  provider: ModelDescription["provider"],
): string[] {
  const limit = limitOf(stages);
  if (!limit) return [];
  const percent = ({ busy }: StageUse) => `${Math.round(100 * busy)} %`;
  const rest = stages.filter(({ stage, seconds }) => stage !== limit.stage && seconds > 0);
  const others = rest.map((use) => `${STAGE_WORDS[use.stage]} ${percent(use)}`).join(", ");
  const words = STAGE_WORDS[limit.stage];
  const where = limit.stage === "embed" ? ` (${provider})` : "";
  if (limit.busy < IDLE_SHARE) {
    return [
      `The limit: none of the stages, ${words}${where} was the busiest with ${percent(limit)} (${others}): there was too little to do, or it was listed slowly.`,
    ];
  }
  return [`The limit: ${words}${where}, busy ${percent(limit)} (${others}).`];
}

/** What was skipped and why, as a table; past 200 rows, how many more for each reason. */
export function skippedTable(skipped: IngestState["skipped"], columns = 120): string {
  const table = new Table({
    head: ["skipped", "why"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [PATH_COLUMNS, Math.max(MIN_REASON_COLUMNS, columns - PATH_COLUMNS - 3)],
  });
  for (const { path, message } of skipped.slice(0, MAX_ROWS)) {
    table.push([{ content: quoted(path), wrapOnWordBoundary: false }, message]);
  }
  const byCode = new Map<string, number>();
  for (const { code } of skipped.slice(MAX_ROWS)) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  const rest = [...byCode].map(([code, count]) => `and ${count} more: ${code}`);
  return [table.toString(), ...rest].join("\n");
}

/** A path as it can be shown on one line of a terminal, whatever bytes somebody put in a name. */
function quoted(path: string): string {
  return JSON.stringify(path)
    .slice(1, -1)
    .replace(/[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "\uFFFD");
}
