import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { PictureLimits } from "../decode";
import { thumbnailsFolder } from "../thumbnails";
import { FolderSource } from "./folder-source";
import type { Source } from "./source";
import { folderNotFound } from "./walk";

/** What sources may need. */
export interface SourceOptions {
  readonly dataDir: string;
  readonly limits: PictureLimits;
}

/**
 * The source that an argument of `npm run add` names.
 *
 * @throws {AppError} `folder_not_found`.
 */
export async function openSource(
  what: string,
  { dataDir, limits }: SourceOptions,
): Promise<Source> {
  const path = resolve(what);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw folderNotFound(path);
  return new FolderSource(path, thumbnailsFolder(dataDir), limits);
}
