import { join } from "node:path";
import type { SchemaElement } from "hyparquet";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import { z } from "zod";
import type { ImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import { readRecord, writeRecord } from "@/lib/store/store-event";
import { bytesOf } from "@/lib/store/vector-bytes";
import type { ImageRow, StoreSchema } from "@/lib/store/vector-store";
import { imageDetails } from "../image-details";
import { vectorOf } from "../vectors/vector-values";
import { MODEL_KEY, openVectorsFile, type VectorRecord } from "../vectors/vectors-file";
import { type BackupFile, rowsFileName } from "./backup-form";
import { sealFile } from "./sealed-file";

/** Rows that are in memory at a time: 4,096 of 640 numbers are 10 MB. */
const GROUP_ROWS = 4_096;
/** Of a file: 340 MB, so that a copy of it which breaks off costs no more. */
const FILE_ROWS = 131_072;

const text = (name: string): SchemaElement => ({
  name,
  type: "BYTE_ARRAY",
  converted_type: "UTF8",
  repetition_type: "REQUIRED",
});
const number = (name: string): SchemaElement => ({
  name,
  type: "INT32",
  repetition_type: "REQUIRED",
});
const bytes = (name: string): SchemaElement => ({
  name,
  type: "BYTE_ARRAY",
  repetition_type: "REQUIRED",
});

type Column = SchemaElement & { readonly of: (row: ImageRow) => unknown };

/** docs/vectors-parquet.md, and all that is kept of an image as JSON in `record`. */
const COLUMNS: readonly Column[] = [
  { ...text("id"), of: (row) => row.id },
  { ...number("width"), of: (row) => row.width },
  { ...number("height"), of: (row) => row.height },
  { ...bytes("thumbhash"), of: (row) => row.thumbhash },
  { ...bytes("energy"), of: (row) => bytesOf(row.energy) },
  { ...bytes("copy"), of: (row) => bytesOf(row.copy) },
  { ...text("record"), of: (row) => writeRecord(row) },
];

const record = z.object({
  width: z.number().positive(),
  height: z.number().positive(),
  addedMs: z.number(),
  thumbhash: z.base64(),
  locations: z.array(
    z.object({
      path: z.string(),
      bytes: z.number(),
      modifiedMs: z.number(),
      said: z.optional(z.string()),
    }),
  ),
  details: imageDetails,
});

/** Writes rows into Parquet files of a folder, a few thousand at a time. */
export class RowsWriter {
  readonly #dir: string;
  readonly #modelId: string;
  readonly #files: BackupFile[] = [];
  #waiting: ImageRow[] = [];
  #current: { readonly path: string; readonly writer: ParquetWriter; rows: number } | undefined;

  constructor(dir: string, { modelId }: StoreSchema) {
    this.#dir = dir;
    this.#modelId = modelId;
  }

  /** @throws what the file system throws. */
  async add(rows: readonly ImageRow[]): Promise<void> {
    this.#waiting.push(...rows);
    while (this.#waiting.length >= GROUP_ROWS) {
      await this.#writeGroup(this.#waiting.splice(0, GROUP_ROWS));
    }
  }

  /** @returns what was written: no file where there were no rows. */
  async finish(): Promise<readonly BackupFile[]> {
    if (this.#waiting.length > 0) await this.#writeGroup(this.#waiting.splice(0));
    if (this.#current) await this.#finishFile(this.#current);
    return this.#files;
  }

  async #writeGroup(rows: readonly ImageRow[]): Promise<void> {
    this.#current ??= this.#begin();
    const current = this.#current;
    const columnData = COLUMNS.map(({ name, of }) => ({
      name,
      data: rows.map(of),
      encoding: "PLAIN" as const,
    }));
    await current.writer.write({ columnData, rowGroupSize: rows.length });
    current.rows += rows.length;
    if (current.rows >= FILE_ROWS) await this.#finishFile(current);
  }

  #begin() {
    const path = join(this.#dir, rowsFileName(this.#files.length + 1));
    const columns = COLUMNS.map(({ of: _of, ...element }) => element);
    const writer = new ParquetWriter({
      writer: fileWriter(path),
      schema: [{ name: "root", num_children: columns.length }, ...columns],
      // Vectors do not become smaller, and smallest and largest values of bytes help nobody.
      codec: "UNCOMPRESSED",
      statistics: false,
      kvMetadata: [{ key: MODEL_KEY, value: this.#modelId }],
    });
    return { path, writer, rows: 0 };
  }

  async #finishFile({ path, writer }: { readonly path: string; readonly writer: ParquetWriter }) {
    await writer.finish();
    this.#files.push(await sealFile(path));
    this.#current = undefined;
  }
}

/**
 * The rows of a file as they were written, a few thousand at a time.
 *
 * @throws {AppError} `backup_damaged` for rows that are none; what {@link openVectorsFile} throws.
 */
export async function* readRows(path: string, schema: StoreSchema): AsyncGenerator<ImageRow[]> {
  const file = await openVectorsFile(path, schema);
  for (const group of file.groups) {
    const records = await file.read(group);
    yield records.map((one, i) => rowOf(one, schema) ?? refuse(path, group.rowStart + i + 1));
  }
}

function rowOf(columns: VectorRecord, schema: StoreSchema): ImageRow | undefined {
  const { id, record: said } = columns;
  if (typeof id !== "string" || typeof said !== "string") return undefined;
  const [energy, copy] = [floatsOf(columns.energy), floatsOf(columns.copy)];
  if (energy.length !== schema.layout.total || copy.length !== schema.copyDims) return undefined;
  try {
    record.parse(JSON.parse(said));
  } catch {
    return undefined;
  }
  return { ...readRecord(id as ImageId, said), energy, copy };
}

function floatsOf(value: unknown): Float32Array {
  return Float32Array.from(vectorOf(value) ?? []);
}

function refuse(path: string, row: number): never {
  throw new AppError(
    "backup_damaged",
    `Expected an image with its vectors in row ${row} of ${JSON.stringify(path)} but it is none. Take another backup.`,
  );
}
