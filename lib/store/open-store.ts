import { join } from "node:path";
import type { Config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { openLanceStore } from "./lance-store";
import type { StoreSchema, VectorStore } from "./vector-store";

/**
 * Opens the store that the configuration names, or makes an empty one there.
 *
 * @param galleryId what one that has to be made is called; random by default.
 * @throws {AppError} `model_mismatch` when its vectors belong to another model; `store_unavailable`;
 *   `disk_full`.
 */
export async function openStore(
  config: Pick<Config, "dataDir" | "store">,
  schema: StoreSchema,
  galleryId?: string,
): Promise<VectorStore> {
  const { dataDir, store } = config;
  if (store.kind === "embedded") {
    const name = galleryId === undefined ? {} : { galleryId };
    return openLanceStore({ dir: embeddedFolder(dataDir), schema, ...name });
  }
  throw new AppError(
    "store_unavailable",
    "Expected the data folder: other stores are not built in yet",
  );
}

/** The folder of the embedded store in a data folder. */
function embeddedFolder(dataDir: string): string {
  return join(dataDir, "store");
}
