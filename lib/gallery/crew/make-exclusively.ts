import { type FileHandle, open, rm } from "node:fs/promises";

/**
 * Makes a file that nobody has made, with its content; or none: a disk may have room for the one and
 * not for the other, and an empty file would hold for ever what nobody holds.
 *
 * @returns whether it was made; not when there is one.
 * @throws what the file system throws.
 */
export async function makeExclusively(path: string, content: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, "wx");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
  try {
    // Closed before it is said to be written: a share may tell only then that it is full.
    await file.writeFile(content).finally(() => file.close());
    return true;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}
