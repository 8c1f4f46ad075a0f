import { mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { embeddedFolder, openStore } from "@/lib/store/open-store";
import type { ImageRow, StoreSchema, VectorStore } from "@/lib/store/vector-store";
import { crewFolders } from "../crew/crew";
import { withFileLock } from "../crew/file-lock";
import { Pulse, readCards } from "../crew/roster";
import { dataFolderFailure } from "../data-folder-failure";
import type { Thumbnails } from "../thumbnails";
import { moveLocation } from "./kept-pictures";
import { type Backup, openBackup } from "./open-backup";
import { restorePictures } from "./restore-pictures";
import { readRows } from "./rows-files";
import { makeUnfinished } from "./unfinished";

export interface RestoreSettings {
  /** The backup's folder. */
  readonly backup: string;
  readonly config: Pick<Config, "dataDir" | "store">;
  readonly schema: StoreSchema;
  readonly thumbnails: Thumbnails;
  /** Also into a gallery that has images: what it has, and has removed, stays as it is. */
  readonly merge: boolean;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

/** What a restore came to. */
export interface RestoreReport {
  readonly galleryId: string;
  readonly restored: number;
  /** Of a merge: were there, or had been removed by hand. */
  readonly skipped: number;
  /** Put into place; those that were there already are not counted. */
  readonly pictures: number;
}

/**
 * Puts a backup's gallery into the store that the configuration names. All of the backup is checked
 * before anything is written. An embedded store is made beside its place and moved there when it is
 * whole: one that breaks off leaves no gallery, only pictures that the next one finds there. Into an
 * engine rows are put as they come: one that breaks off goes on with `merge`.
 *
 * @throws {AppError} what {@link openBackup} throws; `gallery_not_empty`; `gallery_busy` while workers
 *   add to an embedded store that is to be replaced; `disk_full`; `gallery_incomplete` when what is
 *   read back differs; the signal's reason.
 */
export async function restoreBackup(settings: RestoreSettings): Promise<RestoreReport> {
  const { config, schema, merge, signal } = settings;
  const backup = await openBackup(settings.backup, schema, signal);
  try {
    if (config.store.kind === "embedded" && !merge) return await restoreBeside(settings, backup);
    const store = await openStore(config, schema, backup.card.gallery.id);
    try {
      if (!merge) await requireEmpty(store);
      return await restoreInto(store, settings, backup);
    } finally {
      await store.close();
    }
  } catch (error) {
    throw dataFolderFailure(error);
  }
}

async function restoreBeside(settings: RestoreSettings, backup: Backup): Promise<RestoreReport> {
  const { config, schema } = settings;
  const place = embeddedFolder(config.dataDir);
  const { dir, lock } = crewFolders(config.dataDir);
  const pulse = new Pulse();
  await requireFree(settings, pulse);
  const beside = await makeUnfinished(place);
  try {
    const store = await openStore({ ...config, dataDir: beside }, schema, backup.card.gallery.id);
    let report: RestoreReport;
    try {
      report = await restoreInto(store, settings, backup);
    } finally {
      await store.close();
    }
    await mkdir(dir, { recursive: true });
    // Minutes have gone by. Whoever begins to add waits for this lock.
    await withFileLock(lock, async () => {
      await requireFree(settings, pulse);
      await rm(place, { recursive: true, force: true });
      await rename(embeddedFolder(beside), place);
    });
    return report;
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** That there are no images in the place of an embedded store, and nobody is adding any. */
async function requireFree({ config, schema }: RestoreSettings, pulse: Pulse): Promise<void> {
  const { cards } = crewFolders(config.dataDir);
  const worker = (await readCards(cards)).find((card) => pulse.isAlive(card));
  if (worker) {
    const path = join(cards, `${worker.id}.json`);
    throw new AppError(
      "gallery_busy",
      `Expected nobody to add images meanwhile but process ${worker.pid} of ${JSON.stringify(worker.place)} does. Wait until it is done, or end it, and restore again; where that machine is gone, delete ${JSON.stringify(path)} first.`,
    );
  }
  if (!(await stat(embeddedFolder(config.dataDir)).catch(() => undefined))) return;
  const store = await openStore(config, schema);
  await requireEmpty(store).finally(() => store.close());
}

async function requireEmpty(store: VectorStore): Promise<void> {
  const { count, galleryId } = await store.refresh();
  const removed = (await store.removed()).size;
  if (count + removed === 0) return;
  throw new AppError(
    "gallery_not_empty",
    `Expected no gallery there but gallery ${galleryId} has ${count} images and remembers ${removed} that were removed. Restore into another folder (--into), or add --merge to put in what is missing, also to go on with a restore that broke off.`,
  );
}

async function restoreInto(
  store: VectorStore,
  settings: RestoreSettings,
  backup: Backup,
): Promise<RestoreReport> {
  const { dataDir } = settings.config;
  const { card } = backup;
  // Before the rows: where a kept picture lies, and since when, they have to say.
  const pictures = await restorePictures(backup.pictures, settings);
  const counts = { restored: 0, skipped: 0 };
  const [before, removed] = [new Set(await store.ids()), await store.removed()];
  for (const path of backup.rows) {
    for await (const rows of readRows(path, store.schema)) {
      settings.signal?.throwIfAborted();
      const missing = rows.filter(
        ({ id }) => !before.has(id) && !removed.has(id) && !backup.removed.has(id),
      );
      await putRows(store, missing, { from: card.dataDir, to: dataDir });
      counts.restored += missing.length;
      counts.skipped += rows.length - missing.length;
      settings.onProgress?.({ done: counts.restored + counts.skipped, total: card.images });
    }
  }
  await store.remove([...backup.removed].filter((id) => !before.has(id)));
  await store.refresh();
  const there = (await store.ids()).length;
  if (there < before.size + counts.restored) {
    throw incomplete(`${before.size + counts.restored} images but there are ${there}`);
  }
  return { ...counts, pictures, galleryId: store.state().galleryId };
}

async function putRows(
  store: VectorStore,
  rows: readonly ImageRow[],
  folders: { readonly from: string; readonly to: string },
): Promise<void> {
  if (rows.length === 0) return;
  const moved = await Promise.all(
    rows.map(async (row) => {
      const { locations } = row;
      const places = await Promise.all(locations.map((one) => moveLocation(one, folders)));
      return { ...row, locations: places };
    }),
  );
  await store.upsert(moved);
  const [first] = moved;
  const [energy] = first ? await store.energies([first.id]) : [];
  if (first?.energy.some((value, i) => !Object.is(value, energy?.[i]))) {
    throw incomplete(`the vectors of ${first.id} as they were but they differ`);
  }
}

function incomplete(what: string): AppError {
  return new AppError(
    "gallery_incomplete",
    `Expected ${what}. Restore again, into an engine with --merge.`,
  );
}
