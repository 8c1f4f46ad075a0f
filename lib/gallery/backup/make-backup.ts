import { rename, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { ImageId } from "@/lib/energy/image-id";
import { AppError, isAppError } from "@/lib/errors";
import { rowsOf } from "@/lib/store/row-batch";
import type { StoredImage, VectorStore } from "@/lib/store/vector-store";
import { THUMBNAIL_WIDTHS, type Thumbnails } from "../thumbnails";
import { backupFailure } from "./backup-failure";
import { BACKUP_CARD, type BackupCard, type BackupFile, REMOVED_FILE } from "./backup-form";
import { isKeptPath, keptPath, readKept, withCompany } from "./kept-pictures";
import { PictureWriter } from "./picture-files";
import { RowsWriter } from "./rows-files";
import { sealFile } from "./sealed-file";
import { makeUnfinished } from "./unfinished";

/** What a backup is made of. */
export interface BackupSettings {
  readonly store: VectorStore;
  readonly thumbnails: Thumbnails;
  readonly dataDir: string;
  /** A folder that is not there yet. */
  readonly target: string;
  readonly withPictures: boolean;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

/**
 * Writes a gallery into a folder that any store can be restored from: rows with their vectors to the
 * last bit, what was removed by hand, thumbnails, and the pictures that we keep ourselves. The folder
 * appears when all of it is on the disk; until then it has another name.
 *
 * Others may write meanwhile: of the embedded store what there was at the start is taken, of another
 * one what there is when it comes to it. Every image is whole.
 *
 * @throws {AppError} `invalid_request` for a target that is there or cannot be written, and for a gallery
 *   without images; `disk_full`;
 *   what the store throws; the signal's reason.
 */
export async function makeBackup(settings: BackupSettings): Promise<BackupCard> {
  const target = resolve(settings.target);
  if (await stat(target).catch(() => undefined)) {
    throw new AppError(
      "invalid_request",
      `Expected a name that is free but there is a ${JSON.stringify(target)}. Choose another one.`,
    );
  }
  let dir: string | undefined;
  try {
    dir = await makeUnfinished(target);
    const card = await writeBackup(settings, dir);
    await rename(dir, target);
    return card;
  } catch (error) {
    if (dir) await rm(dir, { recursive: true, force: true });
    throw backupFailure(error, target);
  }
}

async function writeBackup(settings: BackupSettings, dir: string): Promise<BackupCard> {
  const { store, dataDir, withPictures } = settings;
  const pictures = withPictures ? new PictureWriter(dir) : undefined;
  try {
    const { galleryId } = await requireImages(store);
    const { modelId, copyDims, layout } = store.schema;
    const { images, files: rows, ...counts } = await writeImages(settings, dir, pictures);
    // Afterwards: what has been removed meanwhile is not restored.
    const removed = await store.removed();
    const path = join(dir, REMOVED_FILE);
    await writeFile(path, [...removed].map((id) => `${id}\n`).join(""));
    const files = [...rows, await sealFile(path), ...((await pictures?.finish()) ?? [])];
    const card: BackupCard = {
      format: 1,
      made: new Date().toISOString(),
      gallery: { id: galleryId, modelId, copyDims, layout },
      dataDir,
      images,
      removed: removed.size,
      ...(withPictures ? { pictures: counts } : {}),
      files: [...files],
    };
    await writeFile(join(dir, BACKUP_CARD), `${JSON.stringify(card, null, 1)}\n`);
    await sealFile(join(dir, BACKUP_CARD));
    return card;
  } catch (error) {
    pictures?.abandon();
    throw error;
  }
}

/** A place without a gallery is a mistake, and would be found out when the backup is needed. */
async function requireImages(store: VectorStore) {
  const state = await store.refresh();
  if (state.count > 0 || (await store.removed()).size > 0) return state;
  throw new AppError(
    "invalid_request",
    "Expected a gallery with images but there are none. Check WAVELENGTH_DATA and WAVELENGTH_STORE.",
  );
}

interface Written {
  readonly images: number;
  readonly thumbnails: number;
  readonly kept: number;
  readonly files: readonly BackupFile[];
}

async function writeImages(
  { store, thumbnails, dataDir, onProgress, signal }: BackupSettings,
  dir: string,
  pictures: PictureWriter | undefined,
): Promise<Written> {
  const total = store.state().count;
  const rows = new RowsWriter(dir, store.schema);
  const ours = new Set<string>();
  const counts = { images: 0, thumbnails: 0, kept: 0 };
  for await (const batch of store.scan()) {
    signal?.throwIfAborted();
    const found = await rowsOf(store, batch);
    await rows.add(found);
    for (const image of pictures ? found : []) {
      signal?.throwIfAborted();
      if (pictures && (await addThumbnails(pictures, thumbnails, image))) counts.thumbnails++;
      for (const name of keptOf(image, dataDir)) ours.add(name);
    }
    counts.images += found.length;
    onProgress?.({ done: counts.images, total });
  }
  for (const name of pictures ? withCompany(ours) : []) {
    signal?.throwIfAborted();
    const file = await readKept(dataDir, name);
    if (!file) continue;
    await pictures?.add(`kept/${name}`, file.content, file.modifiedMs);
    if (ours.has(name)) counts.kept++;
  }
  return { ...counts, files: await rows.finish() };
}

function keptOf({ locations }: StoredImage, dataDir: string): string[] {
  return locations.flatMap(({ path }) => {
    const name = keptPath(path, dataDir);
    return name !== undefined && isKeptPath(name) ? [name] : [];
  });
}

/** @returns whether the image has any. */
async function addThumbnails(
  pictures: PictureWriter,
  thumbnails: Thumbnails,
  { id, addedMs }: StoredImage,
): Promise<boolean> {
  const files = await Promise.all(
    THUMBNAIL_WIDTHS.map((width) => readOrNothing(thumbnails, id, width)),
  );
  // One without the other is made anew, for whoever asks first.
  if (files.some((file) => file === undefined)) return false;
  for (const [i, width] of THUMBNAIL_WIDTHS.entries()) {
    const file = files[i];
    if (file) await pictures.add(`thumbnails/${id}-${width}.webp`, file, addedMs);
  }
  return true;
}

async function readOrNothing(
  thumbnails: Thumbnails,
  id: ImageId,
  width: (typeof THUMBNAIL_WIDTHS)[number],
): Promise<Buffer | undefined> {
  try {
    return await thumbnails.read(id, width);
  } catch (error) {
    if (isAppError(error) && error.code === "image_not_found") return undefined;
    throw error;
  }
}
