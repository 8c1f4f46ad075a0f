import { type DBSchema, type IDBPDatabase, type IndexNames, openDB, type StoreNames } from "idb";

/** Works with a database of this browser. @throws what IndexedDB or the work throws. */
export type WithDatabase<Schema extends DBSchema> = <T>(
  work: (db: IDBPDatabase<Schema>) => Promise<T>,
) => Promise<T>;

/**
 * A database that is opened when it is first used, and anew after anything failed: the connection may
 * be what is broken. A browser without IndexedDB rejects.
 *
 * @param create makes the stores of version 1.
 */
export function databaseOf<Schema extends DBSchema>(
  name: string,
  create: (db: IDBPDatabase<Schema>) => void,
): WithDatabase<Schema> {
  let opening: Promise<IDBPDatabase<Schema>> | undefined;
  return async (work) => {
    try {
      opening ??= openDB<Schema>(name, 1, { upgrade: create });
      return await work(await opening);
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };
}

/**
 * Forgets the oldest rows of a store beyond a number of them.
 *
 * @param index of the store, by age.
 */
export async function dropOldest<Schema extends DBSchema, Name extends StoreNames<Schema>>(
  db: IDBPDatabase<Schema>,
  store: Name,
  index: IndexNames<Schema, Name>,
  most: number,
): Promise<void> {
  const keys = await db.getAllKeysFromIndex(store, index);
  for (const old of keys.slice(0, Math.max(0, keys.length - most))) await db.delete(store, old);
}
