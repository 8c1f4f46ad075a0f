import type { Schemas } from "@qdrant/js-client-rest";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { collectionSchema, describeModel, isSameModel } from "../collection-schema";
import type { StoreSchema } from "../vector-store";

/** The vector that is searched: all aspects' blocks side by side. */
export const ENERGY = "energy";

/** Payload fields that a filter or an order asks for, and how the engine indexes them. */
export const INDEXES: readonly (readonly [string, Schemas["PayloadFieldSchema"]])[] = [
  ["kind", "keyword"],
  ["made", "keyword"],
  ["orientation", "keyword"],
  ["licence", "keyword"],
  ["source", "keyword"],
  ["year", "integer"],
  ["hash", "integer"],
];

/** What a collection belongs to, in the engine's metadata of it: made with it, at once. */
const metadataSchema = z.object({ wavelength: collectionSchema });

/** The parts of the engine's answer about a collection that we look at. */
const infoSchema = z.object({
  config: z.object({
    params: z.object({ vectors: z.unknown() }),
    metadata: z.unknown(),
  }),
  payload_schema: z.record(z.string(), z.unknown()),
});

const vectorsSchema = z.object({ [ENERGY]: z.object({ size: z.number() }) });

/** A collection of ours, as the engine describes it. */
export interface CollectionInfo {
  readonly name: string;
  readonly galleryId: string;
  /** Fields that an index is there for. */
  readonly indexed: ReadonlySet<string>;
}

/**
 * The collection of an alias for one model. Letters that the engine takes in no name become "_"; the
 * metadata tells two models of such names apart.
 */
export function collectionName(alias: string, modelId: string): string {
  return `${alias}--${modelId.replace(/[^A-Za-z0-9_.-]/g, "_")}`;
}

/**
 * How a collection is made: codes of int8 in memory, originals and payload on disk. How many shards
 * and replicas is the engine's own setting.
 */
export function collectionConfig(schema: StoreSchema, galleryId: string) {
  const { modelId, layout, copyDims } = schema;
  return {
    vectors: {
      [ENERGY]: { size: layout.total, distance: "Dot" as const, on_disk: true },
    },
    hnsw_config: { m: 16, ef_construct: 200 },
    quantization_config: { scalar: { type: "int8" as const, quantile: 1, always_ram: true } },
    on_disk_payload: true,
    metadata: { wavelength: { format: 1, galleryId, modelId, copyDims, layout } },
  };
}

/**
 * Reads the engine's description of a collection, and refuses one that is not this model's.
 *
 * @param reembed the command that fills a collection of the wanted model.
 * @throws {AppError} `collection_foreign` for one that another program made; `model_mismatch`.
 */
export function checkCollection(
  name: string,
  info: unknown,
  schema: StoreSchema,
  reembed: string,
): CollectionInfo {
  const read = readCollection(name, info);
  if (read.isOf(schema)) return read.collection;
  throw new AppError(
    "model_mismatch",
    `Expected a gallery embedded by ${describeModel(schema)} but collection ${JSON.stringify(name)} was embedded by ${describeModel(read.made)}: go back to that model (WAVELENGTH_MODEL), or embed its images with this one, with the settings as they are: ${reembed}`,
  );
}

/**
 * What a collection of ours says of itself, whatever its model.
 *
 * @throws {AppError} `collection_foreign` for one that another program made.
 */
export function readCollection(name: string, info: unknown) {
  const described = infoSchema.safeParse(info);
  const metadata = metadataSchema.safeParse(described.data?.config.metadata);
  const vectors = vectorsSchema.safeParse(described.data?.config.params.vectors);
  if (!described.success || !metadata.success)
    throw foreign(name, "it was made by another program");
  const made = metadata.data.wavelength;
  if (!vectors.success) throw foreign(name, `it has no vector called ${ENERGY}`);
  const { size } = vectors.data[ENERGY];
  if (size !== made.layout.total) {
    throw foreign(name, `its vectors have ${size} dimensions instead of ${made.layout.total}`);
  }
  const { galleryId } = made;
  const indexed = new Set(Object.keys(described.data.payload_schema));
  const collection: CollectionInfo = { name, galleryId, indexed };
  return { made, collection, isOf: (schema: StoreSchema) => isSameModel(made, schema) };
}

/** A collection under our name that is none of ours. */
export function foreign(name: string, why: string): AppError {
  return new AppError(
    "collection_foreign",
    `Expected a collection that Wavelength made but ${JSON.stringify(name)} is none: ${why}. Choose another name (WAVELENGTH_STORE=qdrant://host:port/name), or remove that collection`,
  );
}
