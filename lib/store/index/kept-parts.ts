import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { SEGMENT_ROWS } from "../scan/arena-layout";
import type { StoreSchema } from "../vector-store";
import { CHUNK_BYTES, syncFolder, writeAll } from "./kept-files";
import type { Part } from "./kept-state";
import { ROW_FILES, type RowFiles, type RowSpans } from "./row-files";
import type { RowIndex, SavedIndex } from "./row-index";
import type { SpannedFile } from "./spanned-file";

/** Where the vectors and records of parts lie. @param dir of all parts. */
export function spansOf(
  parts: readonly Omit<Part, "segmentsSum">[],
  dir: string,
  { layout, copyDims }: StoreSchema,
): RowSpans {
  const vectors = (kind: string, bytes: number) =>
    parts.map(({ name, firstRow, rows }) => ({
      path: join(dir, name, kind),
      from: firstRow * bytes,
      to: (firstRow + rows) * bytes,
    }));
  return {
    energies: vectors("energies", layout.total * 4),
    copies: vectors("copies", copyDims * 4),
    records: parts.map(({ name, firstRecord, recordBytes }) => ({
      path: join(dir, name, "records"),
      from: firstRecord,
      to: firstRecord + recordBytes,
    })),
  };
}

/**
 * Writes what comes after the last part that stays into a new one.
 *
 * @returns nothing where nothing does. @throws what the file system throws.
 */
export async function writePart(options: {
  /** Of all parts. */
  readonly dir: string;
  readonly name: string;
  readonly schema: StoreSchema;
  readonly index: RowIndex;
  readonly files: RowFiles;
  readonly saved: SavedIndex;
  readonly last: Part | undefined;
}): Promise<Part | undefined> {
  const { dir, name, schema, index, files, saved, last } = options;
  const firstRow = last ? last.firstRow + last.rows : 0;
  const firstRecord = last ? last.firstRecord + last.recordBytes : 0;
  const rows = saved.rows - firstRow;
  const recordBytes = saved.recordsEnd - firstRecord;
  if (rows === 0 && recordBytes === 0) return undefined;
  await mkdir(join(dir, name));
  const part = { name, firstRow, rows, firstRecord, recordBytes };
  const spans = spansOf([part], dir, schema);
  for (const kind of ROW_FILES) {
    const [span] = spans[kind];
    if (span) await writeAll(span.path, stretch(files[kind], span.from, span.to));
  }
  const segments = segmentsOf(index, firstRow, saved.rows);
  const segmentsSum = await writeAll(join(dir, name, "segments"), segments);
  await syncFolder(join(dir, name));
  return { ...part, segmentsSum };
}

/** Bytes of a file in pieces. They are there and will not change. */
function* stretch(file: SpannedFile, from: number, to: number): Generator<Uint8Array> {
  for (let at = from; at < to; at += CHUNK_BYTES) {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, to - at));
    file.read(chunk, at);
    yield chunk;
  }
}

/** Copies: rows behind those that are kept may be written meanwhile. */
function* segmentsOf(index: RowIndex, firstRow: number, rows: number): Generator<Uint8Array> {
  const to = Math.ceil(rows / SEGMENT_ROWS);
  for (let at = Math.floor(firstRow / SEGMENT_ROWS); at < to; at++) {
    yield index.arena.image(at).slice();
  }
}
