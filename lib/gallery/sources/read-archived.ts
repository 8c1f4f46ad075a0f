import { buffer } from "node:stream/consumers";
import type { ImageLocation } from "@/lib/store/vector-store";
import { type ArchiveMember, findArchive } from "./archive-path";
import { tarMembers } from "./tar-file";
import { isZip, membersOf, modifiedMsOf, openZip } from "./zip-file";

/**
 * A picture that was taken in from an archive, where that still has it as it was. A zip is read at
 * the place; a tar from its beginning, which takes about a second a gigabyte.
 *
 * @returns `undefined` when the location is in no archive, or its member is another now.
 * @throws what a damaged archive and the file system throw.
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
      return await buffer(await zip.openReadStreamPromise(entry));
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
    if (found.modifiedMs === modifiedMs) return await buffer(found.content);
  }
  return undefined;
}
