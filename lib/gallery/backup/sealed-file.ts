import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import type { BackupFile } from "./backup-form";

const CHUNK_BYTES = 2 ** 20;

/**
 * Makes sure that a file is on the disk, and reads it back for what can be told of it.
 *
 * @throws what the file system throws.
 */
export async function sealFile(path: string): Promise<BackupFile> {
  const file = await open(path, "r+");
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
  return { name: basename(path), ...(await digestOf(path)) };
}

/** @throws what the file system throws. */
export async function digestOf(path: string): Promise<Pick<BackupFile, "bytes" | "sha256">> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}
