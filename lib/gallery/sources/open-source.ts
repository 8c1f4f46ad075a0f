import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { AppError } from "@/lib/errors";
import { crewFolders } from "../crew/crew";
import type { PictureLimits } from "../decode";
import { thumbnailsFolder } from "../thumbnails";
import { FolderSource } from "./folder-source";
import type { Source } from "./source";
import { TarSource } from "./tar-source";
import { folderNotFound } from "./walk";
import { isZip } from "./zip-file";
import { ZipSource } from "./zip-source";

const TAR_NAME = /\.(tar|tar\.gz|tgz)$/i;

/** What sources may need. */
export interface SourceOptions {
  readonly dataDir: string;
  readonly limits: PictureLimits;
}

/**
 * The source that an argument of `npm run add` names: a folder or an archive.
 *
 * @throws {AppError} `folder_not_found` when nothing is there; `source_unknown` for another file.
 */
export async function openSource(
  what: string,
  { dataDir, limits }: SourceOptions,
): Promise<Source> {
  const path = resolve(what);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    const ours = [thumbnailsFolder(dataDir), crewFolders(dataDir).dir];
    return new FolderSource(path, ours, limits);
  }
  if (!found) throw folderNotFound(path);
  // An archive may be called anything: cbz, for one.
  if (await isZip(path)) return new ZipSource(path, limits);
  if (TAR_NAME.test(path)) return new TarSource(path, limits, dataDir);
  throw new AppError(
    "source_unknown",
    `Expected a folder, a .zip, a .tar or a .tar.gz but ${JSON.stringify(what)} is none of them.`,
  );
}
