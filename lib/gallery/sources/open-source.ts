import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { AppError } from "@/lib/errors";
import { crewFolders } from "../crew/crew";
import type { PictureLimits } from "../decode";
import { FolderSource } from "./folder-source";
import { LinksSource, linkReader } from "./links-source";
import { type CollectionOptions, collectionName, openCollection } from "./open-collection";
import type { Source } from "./source";
import { TarSource } from "./tar-source";
import { folderNotFound } from "./walk";
import { isZip } from "./zip-file";
import { ZipSource } from "./zip-source";

const TAR_NAME = /\.(tar|tar\.gz|tgz)$/i;

/** What sources may need. */
export interface SourceOptions extends CollectionOptions {
  readonly dataDir: string;
  /** Nobody's pictures but ours, wherever it lies. */
  readonly thumbnailsDir: string;
  readonly limits: PictureLimits;
}

/**
 * Whether who is asked for it sets a pace, which is one process's to keep: museums and the hosts of
 * links. A mirror keeps the museums' pace itself.
 */
export async function isPaced(
  what: string,
  { collectionsUrl }: Pick<CollectionOptions, "collectionsUrl">,
): Promise<boolean> {
  if (collectionName(what)) return collectionsUrl === undefined;
  const found = await stat(what).catch(() => undefined);
  return found?.isFile() === true && linkReader(what) !== undefined;
}

/**
 * The source that an argument of `npm run add` names: a folder, an archive, a list of links, or an
 * open collection, whose name counts before a file of that name (`./met`).
 *
 * @throws {AppError} `folder_not_found` when nothing is there; `source_unknown` for another file;
 *   `invalid_request` for a collection without a query.
 */
export async function openSource(what: string, options: SourceOptions): Promise<Source> {
  const collection = collectionName(what);
  if (collection) return openCollection(collection, options);
  const { dataDir, thumbnailsDir, limits, downloader } = options;
  const path = resolve(what);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    const ours = [thumbnailsDir, crewFolders(dataDir).dir];
    return new FolderSource(path, ours, limits);
  }
  if (!found) throw folderNotFound(path);
  // An archive may be called anything: cbz, for one.
  if (await isZip(path)) return new ZipSource(path, limits);
  if (TAR_NAME.test(path)) return new TarSource(path, limits, dataDir);
  const readRows = linkReader(path);
  if (readRows) return new LinksSource(path, readRows, downloader);
  throw new AppError(
    "source_unknown",
    `Expected a folder, an archive (.zip, .tar, .tar.gz), a list of links (.csv, .jsonl, .parquet) or an open collection (met, artic, commons, museums) but ${JSON.stringify(what)} is none of them.`,
  );
}
