import { mkdir } from "node:fs/promises";
import { AppError } from "@/lib/errors";

/** Names what the file system throws when we write into our data folder; anything else passes. */
export function dataFolderFailure(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new AppError(
      "disk_full",
      "Expected room on the disk for the gallery but it is full. Free some space and run the same again; nothing that was added is lost.",
      { cause: error },
    );
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR") {
    return new AppError(
      "store_unavailable",
      `Expected to write into the data folder but the system refuses (${code}). Change its permissions, or choose another with WAVELENGTH_DATA; for thumbnails alone, with WAVELENGTH_THUMBNAILS.`,
      { cause: error },
    );
  }
  return error;
}

/**
 * Makes the data folder where there is none.
 *
 * @throws {AppError} `disk_full`, `store_unavailable`.
 */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (error) {
    throw dataFolderFailure(error);
  }
}
