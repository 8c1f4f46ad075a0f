import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

/** Pages of 64 KiB that a store's arena may grow to: 4 GiB less one page. */
const MAX_MEMORY_PAGES = 65_535;

const source = fileURLToPath(new URL("scan-kernel.ts", import.meta.url));

/**
 * Compiles the scan kernel to `outFile` (`dist/scan-kernel.wasm`, beside `dist/scan.worker.js`).
 *
 * @param {string} outFile
 * @throws {Error} with the compiler's messages.
 */
export async function buildKernel(outFile) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(
    [
      source,
      "--baseDir",
      dirname(source),
      "--outFile",
      "scan-kernel.wasm",
      "--optimizeLevel",
      "3",
      "--runtime",
      "stub",
      "--noAssert",
      "--enable",
      "simd",
      "--enable",
      "threads",
      "--importMemory",
      "--sharedMemory",
      "--initialMemory",
      "1",
      "--maximumMemory",
      String(MAX_MEMORY_PAGES),
    ],
    {
      writeFile: (name, contents) => {
        if (name.endsWith(".wasm") && typeof contents !== "string") binary = contents;
      },
    },
  );
  if (error || !binary) {
    throw new Error(`Expected the scan kernel to compile: ${stderr.toString()}`, { cause: error });
  }
  await mkdir(dirname(outFile), { recursive: true });
  await writeFile(outFile, binary);
}
