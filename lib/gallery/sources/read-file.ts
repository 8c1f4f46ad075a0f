import { readFile } from "node:fs/promises";
import { AppError, isAppError } from "@/lib/errors";
import { checkFileBytes, type PictureLimits } from "../decode";
import { IDENTIFY_BYTES, identifyPicture } from "../identify";
import { PICTURE_NAME } from "./picture-name";
import { readStart } from "./read-start";
import type { FoundFile } from "./walk";

/**
 * A file's bytes; `undefined` for one that neither is a picture nor claims to be one by its name.
 *
 * @throws {AppError} `image_empty`, `image_too_large` before any of it is read; `image_unreadable`
 *   when the system does not let us.
 */
export async function readPicture(
  file: FoundFile,
  limits: PictureLimits,
): Promise<Buffer | undefined> {
  try {
    if (!PICTURE_NAME.test(file.path)) {
      if (file.bytes === 0 || !identifyPicture(await readStart(file.path, IDENTIFY_BYTES)))
        return undefined;
    }
    checkFileBytes(file.bytes, limits);
    return await readFile(file.path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (isAppError(error)) throw error;
    throw new AppError("image_unreadable", readFailure(code), { cause: error });
  }
}

function readFailure(code: string | undefined): string {
  if (code === "EACCES" || code === "EPERM") {
    return "Expected to be allowed to read it but the system refuses. Change its permissions.";
  }
  if (code === "ENOENT") return "Expected it where it was found but it has gone meanwhile.";
  return `Expected to read it but the system could not (${code}). Copy it again.`;
}
