import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ImageId, isImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import { type TarMember, tarMembers } from "../sources/tar-file";
import type { ThumbnailFiles, Thumbnails } from "../thumbnails";
import { isKeptPath } from "./kept-pictures";

const THUMBNAIL = /^thumbnails\/([\w-]{11})-(320|640)\.webp$/;
const KEPT = /^kept\/(.+)$/;

interface Place {
  readonly config: { readonly dataDir: string };
  readonly thumbnails: Thumbnails;
  readonly signal?: AbortSignal;
}

/**
 * Puts the pictures of a backup into place, each whole; what is there already stays.
 *
 * @returns how many were put there, an image's thumbnails as one.
 * @throws {AppError} `backup_damaged` for a member that no backup of ours has; what the file system
 *   throws.
 */
export async function restorePictures(tars: readonly string[], place: Place): Promise<number> {
  let count = 0;
  let small: { readonly id: ImageId; readonly file: Buffer } | undefined;
  for (const tar of tars) {
    for await (const member of tarMembers(tar)) {
      place.signal?.throwIfAborted();
      const [, name] = KEPT.exec(member.name) ?? [];
      const [, id = "", width] = THUMBNAIL.exec(member.name) ?? [];
      if (name !== undefined && isKeptPath(name)) {
        if (await putKept(place.config.dataDir, name, member)) count++;
      } else if (!isImageId(id)) throw foreign(member.name);
      else if (width === "320") small = { id, file: await contentOf(member) };
      else if (small?.id === id) {
        const files = { 320: small.file, 640: await contentOf(member) };
        if (await putThumbnails(place.thumbnails, id, files)) count++;
      } else throw foreign(member.name);
    }
  }
  return count;
}

async function putThumbnails(
  thumbnails: Thumbnails,
  id: ImageId,
  files: ThumbnailFiles,
): Promise<boolean> {
  if (await thumbnails.has(id)) return false;
  await thumbnails.write(id, files);
  return true;
}

async function putKept(dataDir: string, name: string, member: TarMember): Promise<boolean> {
  const path = join(dataDir, ...name.split("/"));
  if (await stat(path).catch(() => undefined)) return false;
  const beside = `${path}.${randomBytes(4).toString("hex")}.new`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(beside, await contentOf(member));
    const seconds = member.modifiedMs / 1_000;
    await utimes(beside, seconds, seconds);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  return true;
}

async function contentOf({ content }: TarMember): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function foreign(name: string): AppError {
  return new AppError(
    "backup_damaged",
    `Expected thumbnails and kept pictures in the backup but it has ${JSON.stringify(name)}. Nothing like that is written anywhere; take another backup.`,
  );
}
