import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from "yauzl";
import { AppError } from "@/lib/errors";
import { readStart } from "./read-start";

/** A member that is no folder. */
export interface ZipMember {
  readonly name: string;
  readonly entry: Entry;
}

/** "PK" and the number of the first kind of record. */
const LOCAL_HEADER = 0x04034b50;

/** Sizes are counted as bytes arrive, and names never become paths: neither ends the listing. */
const LENIENT = {
  lazyEntries: true,
  autoClose: false,
  decodeStrings: false,
  validateEntrySizes: false,
} as const;

/** Whether an archive is a zip, by its first bytes. @throws what the file system throws. */
export async function isZip(archive: string): Promise<boolean> {
  const start = await readStart(archive, 4);
  return start.length === 4 && start.readUInt32LE() === LOCAL_HEADER;
}

/** @throws {AppError} `source_invalid` when it is no zip, or is cut off. */
export async function openZip(archive: string): Promise<ZipFile> {
  try {
    return await openPromise(archive, LENIENT);
  } catch (error) {
    throw new AppError(
      "source_invalid",
      `Expected a zip archive but ${JSON.stringify(archive)} is none, or is cut off. Copy or pack it again.`,
      { cause: error },
    );
  }
}

/** The members in the order of the archive's directory. @throws what a damaged directory does. */
export async function* membersOf(zip: ZipFile): AsyncGenerator<ZipMember> {
  for await (const entry of zip.eachEntry()) {
    const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
    const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
    if (!name.endsWith("/")) yield { name, entry };
  }
}

/** When a member was changed last; the same in every time zone. */
export function modifiedMsOf({ entry }: ZipMember): number {
  return entry.getLastModDate({ timezone: "UTC" }).getTime();
}
