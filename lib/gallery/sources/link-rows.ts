import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import { type Info, parse } from "csv-parse";
import { AppError } from "@/lib/errors";
import { findLinkColumn } from "./link-column";
import type { Row } from "./record-details";

/** A row of a list of links, or what is wrong with it. */
export type LinkRow =
  | { readonly kind: "row"; readonly line: number; readonly row: Row }
  | { readonly kind: "problem"; readonly line: number; readonly reason: string };

const MAX_ROW_BYTES = 1_000_000;
const SNIFF_BYTES = 65_536;

/**
 * The rows of a CSV, whose first line names its columns; separated by comma, semicolon or tab.
 *
 * @throws {AppError} `source_invalid` when no column has links.
 */
export async function* csvRows(path: string, signal: AbortSignal): AsyncGenerator<LinkRow> {
  const problems: LinkRow[] = [];
  let names: readonly string[] = [];
  const parser = parse({
    columns: (header: string[]) => {
      names = header;
      return header;
    },
    delimiter: await sniffDelimiter(path),
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
    skip_records_with_error: true,
    on_skip: (error) => {
      const line = typeof error?.lines === "number" ? error.lines : 0;
      if (error) problems.push({ kind: "problem", line, reason: error.message });
      return undefined;
    },
  });
  const file = createReadStream(path, { signal });
  file.on("error", (error) => parser.destroy(error));
  file.pipe(parser);
  let isChecked = false;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: Row; info: Info }>) {
      if (!isChecked) requireLinkColumn(path, names);
      isChecked = true;
      yield* problems.splice(0);
      yield { kind: "row", line: info.lines, row: record };
    }
  } finally {
    file.destroy();
  }
  if (!isChecked) requireLinkColumn(path, names);
  yield* problems;
}

/**
 * The rows of a file with one JSON object a line.
 *
 * @throws {AppError} `source_invalid` when the first object has no field with a link.
 */
export async function* jsonlRows(path: string, signal: AbortSignal): AsyncGenerator<LinkRow> {
  const input = createReadStream(path, { signal });
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  let line = 0;
  let isChecked = false;
  try {
    for await (const text of lines) {
      line++;
      if (text.trim() === "") continue;
      const row = text.length > MAX_ROW_BYTES ? undefined : parseRow(text);
      if (!row) yield { kind: "problem", line, reason: "Expected a JSON object on one line." };
      else {
        if (!isChecked) requireLinkColumn(path, Object.keys(row));
        isChecked = true;
        yield { kind: "row", line, row };
      }
    }
  } finally {
    input.destroy();
  }
  if (!isChecked) requireLinkColumn(path, []);
}

/** @throws {AppError} `source_invalid`: says which columns there are, and which would do. */
export function requireLinkColumn(path: string, names: readonly string[]): void {
  if (findLinkColumn(names) !== undefined) return;
  const found =
    names.length > 0
      ? names
          .slice(0, 20)
          .map((name) => `"${name}"`)
          .join(", ")
      : "none";
  throw new AppError(
    "source_invalid",
    `Expected a column of links to images in ${JSON.stringify(path)} ("url" or "image_url") but found ${found}. Rename the one that has them to "url".`,
  );
}

function parseRow(text: string): Row | undefined {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    const isRow = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isRow ? { ...parsed } : undefined;
  } catch {
    // Not JSON: the caller says what was expected.
    return undefined;
  }
}

/** The separator that is most often in the first line. */
async function sniffDelimiter(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { size } = await stat(path);
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(Math.min(size, SNIFF_BYTES) || 1),
    });
    const [first = ""] = buffer.toString("utf8", 0, bytesRead).split(/\r?\n/, 1);
    const count = (text: string) => first.split(text).length;
    return [",", ";", "\t"].reduce((best, next) => (count(next) > count(best) ? next : best));
  } finally {
    await handle.close();
  }
}
