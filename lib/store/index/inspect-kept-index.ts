import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { LanceLog } from "../lance-log";
import { storeFailure } from "../store-failure";
import type { StoreSchema } from "../vector-store";
import { KeptIndex } from "./kept-index";
import { closeRowFiles } from "./row-files";

/** How the index beside a log stands: not there; in use; there, but made anew at every opening. */
export type KeptIndexState = "none" | "sound" | "unusable";

/**
 * Reads the index of an embedded store as opening it does, sums and all; nothing is changed.
 *
 * @param dir of a store that is there.
 * @throws {AppError} `model_mismatch`, `store_unavailable`.
 */
export async function inspectKeptIndex(dir: string, schema: StoreSchema): Promise<KeptIndexState> {
  const current = await readFile(join(dir, "index", "current.json")).catch(() => undefined);
  if (current === undefined) return "none";
  try {
    const log = await LanceLog.open(dir, schema);
    try {
      const kept = new KeptIndex(dir, log.galleryId, schema);
      const { files, position } = await kept.open((place) => log.goesOnFrom(place));
      closeRowFiles(files);
      return position === undefined ? "unusable" : "sound";
    } finally {
      log.close();
    }
  } catch (error) {
    throw storeFailure(error);
  }
}
