import { rename, rm, writeFile } from "node:fs/promises";

/**
 * Writes a file whole or not at all, over one that may be there.
 *
 * @param beside where it is written first: on the same disk, and nobody else's.
 * @throws what the file system throws; nothing is left beside it then.
 */
export async function replaceFile(
  path: string,
  beside: string,
  content: string | Uint8Array,
): Promise<void> {
  try {
    await writeFile(beside, content);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
