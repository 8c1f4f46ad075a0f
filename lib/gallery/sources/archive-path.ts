import { stat } from "node:fs/promises";

/** Stands between an archive's path and a member's name. */
const SEPARATOR = "!";

/** One member of an archive. */
export interface ArchiveMember {
  /** Absolute path of the archive. */
  readonly archive: string;
  /** Its name in there: a name alone, never a path of ours, whatever it climbs to. */
  readonly member: string;
}

/** Where a member lies, as an image's location says it: `/pictures/a.zip!summer/1.jpg`. */
export function memberPath({ archive, member }: ArchiveMember): string {
  return `${archive}${SEPARATOR}${member}`;
}

/**
 * The archive and the member that a location means. Folders and members may have a `!` in their
 * names, so the archive is the first part that is a file.
 *
 * @returns `undefined` when there is no such file.
 */
export async function findArchive(path: string): Promise<ArchiveMember | undefined> {
  for (let at = path.indexOf(SEPARATOR); at > 0; at = path.indexOf(SEPARATOR, at + 1)) {
    const archive = path.slice(0, at);
    const found = await stat(archive).catch(() => undefined);
    if (found?.isFile()) return { archive, member: path.slice(at + SEPARATOR.length) };
  }
  return undefined;
}
