import { join } from "node:path";
import type { Config } from "@/lib/config";
import { openLanceStore } from "./lance-store";
import { openQdrantStore, reachQdrant } from "./qdrant/qdrant-store";
import type { StoreSchema, VectorStore } from "./vector-store";

/**
 * Opens the store that the configuration names, or makes an empty one there.
 *
 * @param galleryId what one that has to be made is called; random by default.
 * @throws {AppError} `model_mismatch` when its vectors belong to another model;
 *   `collection_foreign` when another program made its collection; `store_unavailable`; `disk_full`.
 */
export async function openStore(
  config: Pick<Config, "dataDir" | "store">,
  schema: StoreSchema,
  galleryId?: string,
): Promise<VectorStore> {
  const { dataDir, store } = config;
  const name = galleryId === undefined ? {} : { galleryId };
  if (store.kind === "qdrant") return openQdrantStore({ ...store, schema, ...name });
  return openLanceStore({ dir: embeddedFolder(dataDir), schema, ...name });
}

/**
 * Whether the store that the configuration names can be asked at all; says nothing of what it holds.
 *
 * @throws {AppError} `store_unavailable` when it is an engine that does not answer.
 */
export async function reachStore({ store }: Pick<Config, "store">): Promise<void> {
  if (store.kind === "qdrant") await reachQdrant(store);
}

/** The folder of the embedded store in a data folder. */
export function embeddedFolder(dataDir: string): string {
  return join(dataDir, "store");
}
