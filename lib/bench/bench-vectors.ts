import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { SchemaElement } from "hyparquet";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import { type IngestProgress, ingestProgress } from "@/lib/gallery/ingest-progress";
import { workerFile } from "@/lib/worker-file";
import type { Bench, BenchContext, Figure } from "./bench";
import { benchRow, SCHEMA } from "./made-up-gallery";
import { processUsage } from "./process-usage";

const ROWS_A_GROUP = 50_000;
/** Lists are decoded number by number: their cost a row is told by fewer. */
const MAX_LIST_ROWS = 100_000;
const LOOK_MS = 200;

/** How a file has its vectors. */
type Form = "bytes" | "lists";

/** Adds images whose vectors are known, from Parquet files of made-up rows. */
export const benchVectors: Bench = {
  name: "vectors",
  about: "npm run add -- vectors.parquet: rows with 512 + 128 numbers into an empty gallery",
  async run(context) {
    const figures: Figure[] = [];
    for (const form of ["bytes", "lists"] as const) {
      const rows = form === "lists" ? Math.min(context.rows, MAX_LIST_ROWS) : context.rows;
      context.print(`writing ${rows} rows as ${form} …`);
      const path = await writeRows(join(context.dir, `${form}.parquet`), rows, form);
      context.print("adding them …");
      const data = join(context.dir, `from-${form}`);
      const first = await add(path, data, context);
      context.print("adding them again …");
      const again = await add(path, data, context);
      const megabytes = Math.round(statSync(path).size / 1e6).toLocaleString("en");
      figures.push(
        {
          what: `${rows.toLocaleString("en")} rows as ${form}, ${megabytes} MB`,
          value: `${first.seconds.toFixed(1)} s, ${Math.round(rows / first.seconds).toLocaleString("en")} rows/s, ${first.cpuS.toFixed(1)} CPU s, at most ${Math.round(first.peakMb).toLocaleString("en")} MB resident`,
        },
        {
          what: "the same once more",
          value: `${again.seconds.toFixed(1)} s, ${again.last?.known ?? 0} known, ${again.last?.added ?? 0} added`,
        },
      );
    }
    return figures;
  },
};

async function writeRows(path: string, rows: number, form: Form): Promise<string> {
  const repetition_type = "REQUIRED" as const;
  const vector = (name: string): SchemaElement[] =>
    form === "bytes"
      ? [{ name, type: "BYTE_ARRAY", repetition_type }]
      : [
          { name, repetition_type, converted_type: "LIST", num_children: 1 },
          { name: "list", repetition_type: "REPEATED", num_children: 1 },
          { name: "element", type: "FLOAT", repetition_type },
        ];
  const schema: SchemaElement[] = [
    { name: "root", num_children: 6 },
    { name: "id", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type },
    { name: "title", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type },
    { name: "width", type: "INT32", repetition_type },
    { name: "height", type: "INT32", repetition_type },
    ...vector("energy"),
    ...vector("copy"),
  ];
  const kvMetadata = [{ key: "wavelength.model", value: SCHEMA.modelId }];
  const writer = new ParquetWriter({
    ...{ writer: fileWriter(path), schema, statistics: false, kvMetadata },
    codec: "UNCOMPRESSED",
  });
  const numbers = (values: Float32Array) =>
    form === "bytes" ? new Uint8Array(values.buffer.slice(0)) : Array.from(values);
  for (let from = 0; from < rows; from += ROWS_A_GROUP) {
    const count = Math.min(ROWS_A_GROUP, rows - from);
    const batch = Array.from({ length: count }, (_, i) => benchRow(from + i));
    await writer.write({
      columnData: [
        { name: "id", data: batch.map(({ id }) => id) },
        { name: "title", data: batch.map((_, i) => `Image ${from + i}`) },
        { name: "width", data: batch.map(({ width }) => width) },
        { name: "height", data: batch.map(({ height }) => height) },
        { name: "energy", data: batch.map(({ energy }) => numbers(energy)) },
        { name: "copy", data: batch.map(({ copy }) => numbers(copy)) },
      ],
      rowGroupSize: ROWS_A_GROUP,
    });
  }
  await writer.finish();
  return path;
}

/** Runs the command itself, so that its memory is its own. */
async function add(path: string, dataDir: string, { env }: BenchContext) {
  const start = performance.now();
  const child = spawn(process.execPath, [workerFile("add"), "--json", path], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { NODE_ENV: "production", ...env, WAVELENGTH_DATA: dataDir, WAVELENGTH_MODEL: undefined },
  });
  let peakMb = 0;
  let cpuS = 0;
  const look = setInterval(() => {
    const usage = processUsage(child.pid ?? 0);
    if (usage.rssMb > peakMb) peakMb = usage.rssMb;
    if (usage.cpuMs > 0) cpuS = usage.cpuMs / 1e3;
  }, LOOK_MS);
  let last: IngestProgress | undefined;
  const ended = once(child, "close");
  for await (const line of createInterface({ input: child.stdout })) {
    last = ingestProgress.parse(JSON.parse(line));
  }
  await ended;
  clearInterval(look);
  return { seconds: (performance.now() - start) / 1e3, cpuS, peakMb, last };
}
