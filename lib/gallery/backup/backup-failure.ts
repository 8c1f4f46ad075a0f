import { AppError, isAppError } from "@/lib/errors";

/**
 * Names what the file system throws while a backup is written, or a picture read for it; anything
 * else passes.
 *
 * @param place where it is written to, absolute.
 */
export function backupFailure(error: unknown, place: string): unknown {
  if (isAppError(error)) return error;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new AppError(
      "disk_full",
      `Expected room for the backup at ${JSON.stringify(place)} but the disk is full. Free some space, choose another disk, or leave the pictures out (--without-pictures). Nothing half is left there.`,
      { cause: error },
    );
  }
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code === "ENOTDIR") {
    if (path !== undefined && !isOnTheWay(path, place)) {
      return new AppError(
        "invalid_request",
        `Expected to read ${JSON.stringify(path)} for the backup but the system refuses (${code}). Change its permissions, or leave the pictures out (--without-pictures).`,
        { cause: error },
      );
    }
    return new AppError(
      "invalid_request",
      `Expected to write to ${JSON.stringify(place)} but the system refuses (${code}). Change its permissions or choose another place.`,
      { cause: error },
    );
  }
  return error;
}

/** Whether a path is in `place`, unfinished beside it, or a folder above. */
function isOnTheWay(path: string, place: string): boolean {
  return path.startsWith(place) || place.startsWith(path);
}
