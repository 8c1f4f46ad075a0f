import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import {
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
  type SchemaTree,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { ASPECTS } from "@/lib/energy/aspects";
import { AppError } from "@/lib/errors";
import type { StoreSchema } from "@/lib/store/vector-store";
import { vectorOf } from "./vector-values";

/** Key of the file's metadata that names the model which made the vectors. */
export const MODEL_KEY = "wavelength.model";
/** A row group is in memory as a whole, some three times its size. */
const MAX_GROUP_BYTES = 256e6;
/** Lists as every Parquet writer makes them, and raw bytes of float32. */
const GUIDE = "See docs/vectors-parquet.md.";

/** A row as it stands in the file, by column. */
export type VectorRecord = Readonly<Record<string, unknown>>;

/** Consecutive rows of a file that are read at once. */
export interface RowGroup {
  readonly rowStart: number;
  readonly rowEnd: number;
}

/** A Parquet file of images with their vectors, checked against a gallery's model. */
export interface VectorsFile {
  /** Absolute. */
  readonly path: string;
  /** Where relative paths in it count from. */
  readonly folder: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly groups: readonly RowGroup[];
  read(group: RowGroup): Promise<VectorRecord[]>;
}

/** Whether a file is a Parquet file with vectors in it, and not one with links alone. */
export async function isVectorsFile(path: string): Promise<boolean> {
  if (!/\.parquet$/i.test(path)) return false;
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return false;
  const { columns } = await openParquet(path);
  return ["energy", ...ASPECTS].some((name) => isVector(columns.get(name)));
}

/**
 * Opens a file of vectors for a gallery. Nothing is written before all of this has passed.
 *
 * @throws {AppError} `source_invalid` for a file that is none, a column that is missing, or row groups
 *   that are too large; `model_mismatch` when another model made the vectors; `dimension_mismatch`
 *   when the first row's have other dims.
 */
export async function openVectorsFile(path: string, schema: StoreSchema): Promise<VectorsFile> {
  const { file, metadata, columns } = await openParquet(path);
  checkModel(path, metadata, schema);
  const wanted = checkColumns(path, columns, schema);
  const groups = groupsOf(path, metadata);
  const { size, mtimeMs } = await stat(path);
  const read = async ({ rowStart, rowEnd }: RowGroup): Promise<VectorRecord[]> => {
    try {
      const range = { file, metadata, columns: wanted, rowStart, rowEnd };
      // Bytes of float32 are no text; what is declared as text is read as such all the same.
      return await parquetReadObjects({ ...range, compressors, utf8: false });
    } catch (error) {
      throw invalid(path, `rows ${rowStart + 1} to ${rowEnd} are damaged`, error);
    }
  };
  const [first] = await read({ rowStart: 0, rowEnd: Math.min(1, groups[0]?.rowEnd ?? 0) });
  if (first) checkDims(path, first, schema);
  return {
    path: resolve(path),
    folder: dirname(resolve(path)),
    bytes: size,
    modifiedMs: mtimeMs,
    groups,
    read,
  };
}

async function openParquet(path: string) {
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const columns = new Map(
      parquetSchema(metadata).children.map((column) => [column.element.name, column]),
    );
    return { file, metadata, columns };
  } catch (error) {
    throw invalid(path, "it is no Parquet file, or cut off", error);
  }
}

function checkModel(path: string, metadata: FileMetaData, { modelId }: StoreSchema): void {
  const said = metadata.key_value_metadata?.find(({ key }) => key === MODEL_KEY)?.value;
  if (said === undefined || said === modelId) return;
  throw new AppError(
    "model_mismatch",
    `Expected vectors of ${modelId}, this gallery's model, but ${JSON.stringify(path)} says that ${said} made them (${MODEL_KEY}). Start with that model (WAVELENGTH_MODEL) and a data folder of its own (WAVELENGTH_DATA).`,
  );
}

/** @returns the columns that are read. */
function checkColumns(
  path: string,
  columns: ReadonlyMap<string, SchemaTree>,
  { layout }: StoreSchema,
): string[] {
  const aspects = ASPECTS.filter((aspect) => layout.blocks[aspect].dims > 0);
  const vectors = isVector(columns.get("energy")) ? ["energy"] : aspects;
  const missing: string[] = vectors.filter((name) => !isVector(columns.get(name)));
  missing.push(...["width", "height"].filter((name) => !columns.has(name)));
  if (!["id", "path", "url"].some((name) => columns.has(name))) missing.push("id, path or url");
  if (missing.length > 0) {
    throw invalid(
      path,
      `it has no column ${missing.join(", ")}, but ${[...columns.keys()].join(", ")}`,
    );
  }
  const read = new Set([...vectors, "copy", "thumbhash"]);
  // Anything else that is plain may say something of the image.
  return [...columns].flatMap(([name, column]) =>
    read.has(name) || !isVector(column) ? [name] : [],
  );
}

/** Whether a column can hold a vector: a list, or bytes that are no text. */
function isVector(column: SchemaTree | undefined): boolean {
  if (!column) return false;
  const { type, converted_type, logical_type, repetition_type } = column.element;
  if (type === undefined) return converted_type === "LIST" || logical_type?.type === "LIST";
  if (repetition_type === "REPEATED") return type === "FLOAT" || type === "DOUBLE";
  const isBytes = type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY";
  return isBytes && converted_type === undefined && logical_type === undefined;
}

function groupsOf(path: string, metadata: FileMetaData): RowGroup[] {
  let rowStart = 0;
  return metadata.row_groups.map(({ num_rows, total_byte_size }) => {
    const group = { rowStart, rowEnd: rowStart + Number(num_rows) };
    if (Number(total_byte_size) > MAX_GROUP_BYTES) {
      throw invalid(
        path,
        `rows ${rowStart + 1} to ${group.rowEnd} are one row group of ${Math.round(Number(total_byte_size) / 1e6)} MB, more than the ${MAX_GROUP_BYTES / 1e6} MB that are read at once. Write it with smaller ones (pyarrow: row_group_size=50_000)`,
      );
    }
    rowStart = group.rowEnd;
    return group;
  });
}

function checkDims(path: string, record: VectorRecord, { layout, copyDims, modelId }: StoreSchema) {
  const check = (name: string, dims: number) => {
    const vector = vectorOf(record[name]);
    if (vector === undefined || vector.length === dims) return;
    throw new AppError(
      "dimension_mismatch",
      `Expected ${dims} numbers in ${name} for a gallery of ${modelId} but ${JSON.stringify(path)} has ${vector.length}. Another model made them: start with that one (WAVELENGTH_MODEL).`,
    );
  };
  if ("energy" in record) check("energy", layout.total);
  else for (const aspect of ASPECTS) check(aspect, layout.blocks[aspect].dims);
  check("copy", copyDims);
}

function invalid(path: string, what: string, cause?: unknown): AppError {
  return new AppError(
    "source_invalid",
    `Expected a Parquet file of images with their vectors but ${JSON.stringify(path)} is not: ${what}. ${GUIDE}`,
    { cause },
  );
}
