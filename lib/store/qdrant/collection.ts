import { randomBytes } from "node:crypto";
import { AppError, isAppError } from "@/lib/errors";
import type { StoreSchema } from "../vector-store";
import {
  type CollectionInfo,
  checkCollection,
  collectionConfig,
  collectionName,
  foreign,
  INDEXES,
  readCollection,
} from "./collection-config";
import type { Asking } from "./engine";
import { isNotFound } from "./engine-failure";

/** The command that embeds a gallery's images with the model that is configured: `refill.ts`. */
export const REEMBED = "npm run reembed";

/** The first version that keeps metadata of a collection and takes `update_filter`. */
const OLDEST = [1, 16] as const;

/**
 * The collection that an alias points to; makes both where they are missing. Any number of processes
 * may do so at once.
 *
 * @param newGalleryId the name of a gallery that is made: 8 characters base64url.
 * @throws {AppError} `model_mismatch`; `collection_foreign`; `store_unavailable`; `disk_full`.
 */
export async function openCollection(
  engine: Asking,
  alias: string,
  schema: StoreSchema,
  newGalleryId = randomBytes(6).toString("base64url"),
): Promise<CollectionInfo> {
  const target = await aliasTarget(engine, alias);
  if (target !== undefined) return readChecked(engine, target, schema);
  if ((await describeCollection(engine, alias)) && !(await aliasTarget(engine, alias))) {
    throw foreign(alias, "it stands where an alias of ours would, and was made by another program");
  }
  const made = await makeCollection(
    engine,
    collectionName(alias, schema.modelId),
    schema,
    newGalleryId,
  );
  await pointAlias(engine, alias, made.name);
  // Another model's process may have done the same at the same time: one of the two counts.
  const now = (await aliasTarget(engine, alias)) ?? made.name;
  return now === made.name ? made : readChecked(engine, now, schema);
}

/**
 * What a collection that is filled beside another is called. A model whose vectors have changed under
 * one name needs a second name.
 */
export async function newCollectionName(
  engine: Asking,
  alias: string,
  schema: StoreSchema,
  beside: string,
): Promise<string> {
  const usual = collectionName(alias, schema.modelId);
  for (let n = 1; ; n++) {
    const name = n === 1 ? usual : `${usual}--${n}`;
    const info = name === beside ? undefined : await describeCollection(engine, name);
    // One that was begun before is gone on with.
    if (name !== beside && (!info || readCollection(name, info).isOf(schema))) return name;
  }
}

/** Makes a model's collection with all its indexes, or opens the one that is there. */
export async function makeCollection(
  engine: Asking,
  name: string,
  schema: StoreSchema,
  galleryId: string,
): Promise<CollectionInfo> {
  if (!(await describeCollection(engine, name))) {
    await checkVersion(engine);
    const config = collectionConfig(schema, galleryId);
    try {
      await engine.write((api, init) =>
        api.createCollection({ collection_name: name, ...config }, init),
      );
    } catch (error) {
      // Of several that make it at once, all but one are told that it is there.
      if (!(await describeCollection(engine, name))) throw error;
    }
  }
  return readChecked(engine, name, schema);
}

/**
 * Refuses an engine that would drop a collection's metadata and the condition of a write without a
 * word. One that does not say what it is, behind a proxy, is taken.
 */
async function checkVersion(engine: Asking): Promise<void> {
  const said = engine.read(async (api, init) => {
    const { data } = await api.root({}, init);
    return { data: { result: String(data.version) } };
  });
  const version = await said.catch((error: unknown) => {
    if (isAppError(error)) return "";
    throw error;
  });
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || Number(major) > OLDEST[0]) return;
  if (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]) return;
  throw new AppError(
    "store_unavailable",
    `Expected Qdrant ${OLDEST.join(".")} or later but the engine is ${version}: bring it up to date`,
  );
}

/** A collection's description, checked, its indexes all there. */
async function readChecked(
  engine: Asking,
  name: string,
  schema: StoreSchema,
): Promise<CollectionInfo> {
  const info = await describeCollection(engine, name);
  const collection = checkCollection(name, info, schema, REEMBED);
  for (const [field_name, field_schema] of INDEXES) {
    if (collection.indexed.has(field_name)) continue;
    const index = { collection_name: name, wait: true, field_name, field_schema };
    await engine.write((api, init) => api.createFieldIndex(index, init));
  }
  return collection;
}

/** What the engine says of a collection; `undefined` when there is none of that name. */
export async function describeCollection(engine: Asking, name: string): Promise<unknown> {
  try {
    return await engine.read((api, init) => api.getCollection({ collection_name: name }, init));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The real name of what an alias points to; `undefined` when there is no such alias. */
export async function aliasTarget(engine: Asking, alias: string): Promise<string | undefined> {
  const { aliases } = await engine.read((api, init) => api.getCollectionsAliases({}, init));
  return aliases.find(({ alias_name }) => alias_name === alias)?.collection_name;
}

/** Points an alias to a collection, from wherever it pointed, in one step. */
export async function pointAlias(engine: Asking, alias: string, name: string): Promise<void> {
  const actions = [
    { delete_alias: { alias_name: alias } },
    { create_alias: { alias_name: alias, collection_name: name } },
  ];
  await engine.write((api, init) => api.updateAliases({ actions }, init));
}
