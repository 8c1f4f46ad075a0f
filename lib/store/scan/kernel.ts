import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "@/lib/errors";

/** What `kernel/scan-kernel.ts` exports, and what it says of them; every argument is a count or an address. */
export interface Kernel {
  maskRows(
    groups: number,
    born: number,
    died: number,
    moment: number,
    kinds: number,
    licences: number,
    sources: number,
    years: number,
    filter: number,
    licenceList: number,
    sourceList: number,
    mask: number,
  ): number;
  scanBits(
    groups: number,
    bits: number,
    mask: number,
    query: number,
    confidence: number,
    uppers: number,
    variances: number,
  ): void;
  setQuery(query: number, scales: number, norms: number, blocks: number): void;
  scanRows(count: number, rows: number, rowBytes: number, mask: number, uppers: number): void;
  boundRows(
    count: number,
    slots: number,
    segments: number,
    segmentBytes: number,
    rowBytes: number,
    lowers: number,
    uppers: number,
  ): void;
  listAbove(
    groups: number,
    uppers: number,
    threshold: number,
    firstSlot: number,
    slots: number,
    values: number,
  ): number;
  rescore(count: number, energies: number, dims: number, query: number, scores: number): void;
  similarities(energy: number, count: number, others: number, blocks: number, out: number): void;
}

/** Starts the compiled kernel on the memory that all threads share. */
export function startKernel(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // The module is our own (kernel/scan-kernel.ts); WebAssembly's types know no signatures.
  return exports as unknown as Kernel;
}

/**
 * The file of the compiled kernel.
 *
 * @param workerPath the scan thread's own file, which it stands beside.
 * @throws {AppError} `store_unavailable` where one of them was not built.
 */
export function kernelFile(workerPath: string): string {
  const kernelPath = join(dirname(workerPath), "scan-kernel.wasm");
  for (const path of [workerPath, kernelPath]) {
    if (existsSync(/* turbopackIgnore: true */ path)) continue;
    throw new AppError(
      "store_unavailable",
      "Expected the scan thread's files in dist/ but they are not there: run `npm run build`",
      { cause: new Error(`Missing ${path}`) },
    );
  }
  return kernelPath;
}
