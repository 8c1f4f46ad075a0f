import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type Span, SpannedFile } from "./spanned-file";

/** What a row has in files, each kind side by side: vectors by slot, records in the order written. */
export const ROW_FILES = ["energies", "copies", "records"] as const;

/** Energies and copies: raw little-endian float32 by slot. Records: JSON in UTF-8. */
export type RowFiles = Readonly<Record<(typeof ROW_FILES)[number], SpannedFile>>;

/** The stretches of files that are there already. */
export type RowSpans = Readonly<Record<(typeof ROW_FILES)[number], readonly Span[]>>;

/** Nothing is there yet. */
export const NO_SPANS: RowSpans = { energies: [], copies: [], records: [] };

/**
 * Opens what is there, to be gone on with in nameless files.
 *
 * @param dir a folder that is there, on the disk that has room.
 * @throws what the file system throws.
 */
export function openRowFiles(dir: string, spans: RowSpans): RowFiles {
  const name = randomBytes(6).toString("hex");
  const opened: SpannedFile[] = [];
  const open = (kind: (typeof ROW_FILES)[number]) => {
    const file = new SpannedFile(spans[kind], join(dir, `${kind}-${name}`));
    opened.push(file);
    return file;
  };
  try {
    return { energies: open("energies"), copies: open("copies"), records: open("records") };
  } catch (error) {
    for (const file of opened) file.close();
    throw error;
  }
}

export function closeRowFiles(files: RowFiles): void {
  for (const kind of ROW_FILES) files[kind].close();
}
