import { extname } from "node:path";
import type { Downloader } from "./downloader";
import { findLinkColumn } from "./link-column";
import { csvRows, jsonlRows, type LinkRow } from "./link-rows";
import { parquetRows } from "./parquet-rows";
import { detailsOf, type Row } from "./record-details";
import { sayingOf } from "./saying";
import type { Source, SourceEvent, SourceItem } from "./source";

type ReadRows = (path: string, signal: AbortSignal) => AsyncGenerator<LinkRow>;

/** How a list is read, by the end of its name. */
const READERS: Readonly<Record<string, ReadRows>> = {
  ".csv": csvRows,
  ".tsv": csvRows,
  ".jsonl": jsonlRows,
  ".ndjson": jsonlRows,
  ".parquet": parquetRows,
};

/** How a list of links of that name is read; `undefined` for another name. */
export function linkReader(path: string): ReadRows | undefined {
  return READERS[extname(path).toLowerCase()];
}

/** Pictures that a list leads to, with what it says of them. */
export class LinksSource implements Source {
  readonly label: string;
  readonly #path: string;
  readonly #readRows: ReadRows;
  readonly #downloader: Downloader;

  /** @param path of the list, absolute. */
  constructor(path: string, readRows: ReadRows, downloader: Downloader) {
    this.label = `links in ${path}`;
    this.#path = path;
    this.#readRows = readRows;
    this.#downloader = downloader;
  }

  async *list(signal: AbortSignal): AsyncGenerator<SourceEvent> {
    try {
      for await (const found of this.#readRows(this.#path, signal)) {
        if (signal.aborted) return;
        const item = found.kind === "row" ? this.#itemOf(found.row) : undefined;
        if (item) yield { kind: "item", item };
        else {
          const reason = found.kind === "problem" ? found.reason : "Expected a link to an image.";
          const where = `${this.#path}:${found.line}`;
          yield { kind: "unreadable", where, code: "invalid_line", reason };
        }
      }
    } catch (error) {
      // Told to stop, the reading of the file fails.
      if (!signal.aborted) throw error;
    }
  }

  #itemOf(row: Row): SourceItem | undefined {
    const column = findLinkColumn(Object.keys(row));
    const link = column === undefined ? undefined : row[column];
    if (column === undefined || typeof link !== "string") return undefined;
    const path = link.trim();
    if (!/^https?:\/\//i.test(path) || !URL.canParse(path)) return undefined;
    const { [column]: _, ...rest } = row;
    const details = detailsOf(rest);
    const saying = Object.keys(details).length > 0 ? sayingOf(details) : undefined;
    return { path, saying, read: (signal) => this.#downloader.picture(path, signal) };
  }
}
