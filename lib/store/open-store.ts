import { join } from "node:path";
import type { Config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import { openLanceStore } from "./lance-store";
import type { StoreSchema, VectorStore } from "./vector-store";

/**
 * Opens the store that the configuration names, or makes an empty one there.
 *
 * @throws {AppError} `model_mismatch` when its vectors belong to another model; `store_unavailable`;
 *   `disk_full`.
 */
export async function openStore(
  config: Pick<Config, "dataDir" | "store">,
  schema: StoreSchema,
): Promise<VectorStore> {
  const { dataDir, store } = config;
  if (store.kind === "embedded") return openLanceStore({ dir: join(dataDir, "store"), schema });
  throw new AppError(
    "store_unavailable",
    "Expected the data folder: other stores are not built in yet",
  );
}
