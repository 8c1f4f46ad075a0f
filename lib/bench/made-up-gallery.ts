import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { energyLayout } from "@/lib/energy/aspects";
import { openLanceStore } from "@/lib/store/lance-store";
import { sampleRow } from "@/lib/store/sample-rows";
import type { ImageRow, StoreSchema } from "@/lib/store/vector-store";
import type { BenchContext } from "./bench";
import { MadeUpEnergies } from "./made-up-energies";

/** As wavelength-1 gives them, so that the server takes a made-up gallery for one of its own. */
export const SCHEMA: StoreSchema = {
  modelId: "wavelength-1.1",
  layout: energyLayout({ subject: 256, style: 128 }),
  copyDims: 128,
};
/** Rows a commit: as an import of vectors that are there already does it. */
export const WRITE_BATCH = 8_192;
/** Rows of one write while others browse: as an ingest of pictures writes them. */
export const ROWS_A_WRITE = 64;

export const energies = new MadeUpEnergies(SCHEMA.layout);

/** Row `n` of the made-up gallery: one in a thousand is from {@link RARE_SOURCE}. */
export function benchRow(n: number): ImageRow {
  const row = sampleRow(SCHEMA, n, { energy: energies.energy(n) });
  return n % 1_000 === 7 ? { ...row, details: { ...row.details, source: RARE_SOURCE } } : row;
}

export const RARE_SOURCE = "archive";

/** Where a data folder keeps its vectors, as `lib/gallery/open-gallery.ts` has it. */
export function storeFolder(dataDir: string): string {
  return join(dataDir, "store");
}

/**
 * The data folder of a gallery of made-up rows without pictures, written once a run.
 *
 * @returns milliseconds that writing took in the store too, where this call wrote it.
 */
export async function ensureMadeUpGallery({
  dir,
  rows,
  print,
}: BenchContext): Promise<{ readonly dataDir: string; readonly writeMs: number | undefined }> {
  const dataDir = join(dir, `made-up-${rows}`);
  const isWritten = await access(storeFolder(dataDir)).then(
    () => true,
    () => false,
  );
  if (isWritten) return { dataDir, writeMs: undefined };
  print(`writing ${rows} rows …`);
  const writeMs = Number(await runStep("fill", dataDir, rows));
  return { dataDir, writeMs };
}

/** What a benchmark does in a process of its own, so that time and memory can be told apart. */
export async function runStep(step: string, dataDir: string, rows: number): Promise<string> {
  const [, command = ""] = process.argv;
  const running = promisify(execFile)(
    process.execPath,
    [command, "--step", step, "--dir", dataDir, "--rows", String(rows)],
    { maxBuffer: 2 ** 26 },
  );
  // How far it is, where a step takes minutes.
  running.child.stderr?.pipe(process.stderr);
  const { stdout } = await running;
  return stdout.trim().split("\n").at(-1) ?? "";
}

/**
 * Writes made-up rows into a data folder.
 *
 * @returns milliseconds spent in the store: making the rows is not what is measured.
 */
export async function fillStore(dataDir: string, rows: number): Promise<number> {
  const store = await openLanceStore({ dir: storeFolder(dataDir), schema: SCHEMA });
  let spent = 0;
  for (let from = 0; from < rows; from += WRITE_BATCH) {
    const batch = Array.from({ length: Math.min(WRITE_BATCH, rows - from) }, (_, i) =>
      benchRow(from + i),
    );
    const start = performance.now();
    await store.upsert(batch);
    spent += performance.now() - start;
  }
  const start = performance.now();
  await store.close();
  return spent + performance.now() - start;
}
