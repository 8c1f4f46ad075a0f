import { isAppError } from "@/lib/errors";
import type { VectorStore } from "@/lib/store/vector-store";
import { startStoreOperation } from "./metrics";

/**
 * The same store, whose operations are counted and timed by name: all that take time. `state` is in
 * memory, and `scan` goes on for as long as its reader does.
 */
export function measuredStore(store: VectorStore): VectorStore {
  return {
    schema: store.schema,
    state: () => store.state(),
    scan: () => store.scan(),
    close: () => store.close(),
    refresh: () => timed("refresh", () => store.refresh()),
    upsert: (rows) => timed("upsert", () => store.upsert(rows)),
    update: (changes) => timed("update", () => store.update(changes)),
    remove: (ids) => timed("remove", () => store.remove(ids)),
    removed: () => timed("removed", () => store.removed()),
    get: (ids) => timed("get", () => store.get(ids)),
    energies: (ids) => timed("energies", () => store.energies(ids)),
    densities: (ids) => timed("densities", () => store.densities(ids)),
    copies: (ids) => timed("copies", () => store.copies(ids)),
    search: (query, options) => timed("search", () => store.search(query, options)),
    sample: (limit) => timed("sample", () => store.sample(limit)),
    ids: (filters) => timed("ids", () => store.ids(filters)),
  };
}

async function timed<T>(operation: keyof VectorStore, run: () => Promise<T>): Promise<T> {
  const end = startStoreOperation(operation);
  try {
    const result = await run();
    end();
    return result;
  } catch (error) {
    end(codeOf(error));
    throw error;
  }
}

/** Bounded: a code of ours, or what became of the question. */
function codeOf(error: unknown): string {
  if (isAppError(error)) return error.code;
  return error instanceof Error && error.name === "AbortError" ? "aborted" : "internal";
}
