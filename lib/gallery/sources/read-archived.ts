import { AppError } from "@/lib/errors";
import type { ImageLocation } from "@/lib/store/vector-store";
import { readWhole } from "../read-whole";
import { type ArchiveMember, findArchive } from "./archive-path";
import { tarMembers } from "./tar-file";
import { isZip, membersOf, modifiedMsOf, openZip } from "./zip-file";

/**
 * A picture that was taken in from an archive, where that still has it as it was. A zip is read at
 * the place; a tar from its beginning, which takes about a second a gigabyte.
 *
 * @returns `undefined` when the location is in no archive, or its member is another now.
 * @throws {AppError} `image_unreadable` when it unpacks to more than it says; what a damaged archive
 *   and the file system throw.
 */
export async function readArchived(location: ImageLocation): Promise<Buffer | undefined> {
  const found = await findArchive(location.path);
  if (!found) return undefined;
  return (await isZip(found.archive)) ? readZipped(found, location) : readTarred(found, location);
}

async function readZipped(
  { archive, member }: ArchiveMember,
  { bytes, modifiedMs }: ImageLocation,
): Promise<Buffer | undefined> {
  const zip = await openZip(archive);
  try {
    for await (const found of membersOf(zip)) {
      const { name, entry } = found;
      if (name !== member || entry.uncompressedSize !== bytes) continue;
      if (modifiedMsOf(found) !== modifiedMs) continue;
      return await readWhole(await zip.openReadStreamPromise(entry), atMost(bytes));
    }
    return undefined;
  } finally {
    zip.close();
  }
}

async function readTarred(
  { archive, member }: ArchiveMember,
  { bytes, modifiedMs }: ImageLocation,
): Promise<Buffer | undefined> {
  for await (const found of tarMembers(archive)) {
    if (found.name !== member || found.bytes !== bytes) continue;
    if (found.modifiedMs === modifiedMs) return await readWhole(found.content, atMost(bytes));
  }
  return undefined;
}

function atMost(announcedBytes: number): (bytes: number) => void {
  return (bytes) => {
    if (bytes <= announcedBytes) return;
    throw new AppError(
      "image_unreadable",
      `Expected a member of ${announcedBytes} bytes but it unpacks to more. Pack it again.`,
    );
  };
}
