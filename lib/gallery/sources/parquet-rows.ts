import {
  asyncBufferFromFile,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { AppError } from "@/lib/errors";
import { findLinkColumn } from "./link-column";
import { type LinkRow, requireLinkColumn } from "./link-rows";
import { isDetailName } from "./record-details";

/**
 * The rows of a Parquet file as LAION's sets have them. One row group is in memory at a time, and of
 * that only the columns that say something.
 *
 * @throws {AppError} `source_invalid` when it is no Parquet, or no column has links.
 */
export async function* parquetRows(path: string, signal: AbortSignal): AsyncGenerator<LinkRow> {
  const { file, metadata } = await openParquet(path);
  const names = parquetColumns(metadata);
  requireLinkColumn(path, names);
  const link = findLinkColumn(names);
  const columns = names.filter((name) => name === link || isDetailName(name));
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    if (signal.aborted) return;
    const reading = { file, metadata, columns, rowStart, rowEnd, compressors };
    const rows = await parquetReadObjects(reading).catch((error: Error) => error);
    if (rows instanceof Error) {
      const reason = `Rows ${rowStart + 1} to ${rowEnd} are damaged (${rows.message}).`;
      yield { kind: "problem", line: rowStart + 1, reason };
    } else {
      for (const [i, row] of rows.entries()) yield { kind: "row", line: rowStart + i + 1, row };
    }
    rowStart = rowEnd;
  }
}

/** The names of a file's columns. */
function parquetColumns(metadata: FileMetaData): string[] {
  const [root, ...rest] = metadata.schema;
  const names: string[] = [];
  let at = 0;
  for (let left = root?.num_children ?? 0; left > 0; left--) {
    const column = rest[at];
    if (!column) break;
    names.push(column.name);
    at = endOf(rest, at);
  }
  return names;
}

/** Where the column at `at` ends with all that is in it. */
function endOf(schema: FileMetaData["schema"], at: number): number {
  let end = at + 1;
  for (let left = schema[at]?.num_children ?? 0; left > 0 && end < schema.length; left--) {
    end = endOf(schema, end);
  }
  return end;
}

/** @throws {AppError} `source_invalid` when it is no Parquet. */
async function openParquet(path: string) {
  try {
    const file = await asyncBufferFromFile(path);
    return { file, metadata: await parquetMetadataAsync(file) };
  } catch (error) {
    throw new AppError(
      "source_invalid",
      `Expected a Parquet file but ${JSON.stringify(path)} is none, or is cut off. Copy it again.`,
      { cause: error },
    );
  }
}
