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
export const WRITE_BATCH = 256;

const energies = new MadeUpEnergies(SCHEMA.layout);

/** Row `n` of the made-up gallery. */
export function benchRow(n: number): ImageRow {
  return sampleRow(SCHEMA, n, { energy: energies.energy(n) });
}

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
  return { dataDir, writeMs: await fillApart(storeFolder(dataDir), rows) };
}

/** Fills the store in a process of its own, so that what opening takes can be told apart. */
async function fillApart(dir: string, rows: number): Promise<number> {
  const [, command = ""] = process.argv;
  const { stdout } = await promisify(execFile)(process.execPath, [
    command,
    ...["--fill", dir, "--rows", String(rows)],
  ]);
  return Number(stdout);
}

/**
 * Writes made-up rows into a folder.
 *
 * @returns milliseconds spent in the store: making the rows is not what is measured.
 */
export async function fillStore(dir: string, rows: number): Promise<number> {
  const store = await openLanceStore({ dir, schema: SCHEMA });
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
