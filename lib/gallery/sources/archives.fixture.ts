import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { ZipFile } from "yazl";
import type { Source, SourceItem } from "./source";

/** Members by name, in order. */
export type Members = Readonly<Record<string, Buffer | string>>;

const MTIME = new Date("2024-05-06T07:08:10Z");

/** Writes a zip. @param forceZip64 for every member and the directory. */
export async function writeZip(path: string, members: Members, forceZip64 = false): Promise<void> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(members)) {
    zip.addBuffer(Buffer.from(content), name, { mtime: MTIME, forceZip64Format: forceZip64 });
  }
  zip.end({ forceZip64Format: forceZip64, comment: "" });
  await pipeline(zip.outputStream, createWriteStream(path));
}

/** A tar's bytes. */
export async function tarOf(members: Members): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(members)) {
    tar.entry({ name, mtime: MTIME }, Buffer.from(content));
  }
  tar.finalize();
  return await buffer(tar);
}

/** Writes a tar, gzipped when its name says so. */
export async function writeTar(path: string, members: Members): Promise<void> {
  const tar = await tarOf(members);
  await writeFile(path, path.endsWith("gz") ? gzipSync(tar) : tar);
}

/** All that a source lists. */
export async function listAll(source: Source): Promise<{
  readonly items: readonly SourceItem[];
  readonly unreadable: readonly { where: string; code: string; reason: string }[];
}> {
  const items: SourceItem[] = [];
  const unreadable: { where: string; code: string; reason: string }[] = [];
  for await (const event of source.list(new AbortController().signal)) {
    if (event.kind === "item") items.push(event.item);
    else unreadable.push(event);
  }
  return { items, unreadable };
}

/** What reading gives, or the code of its failure. */
export function readOrCode(item: SourceItem): Promise<Buffer | string | undefined> {
  return item.read(new AbortController().signal).catch((error) => error.code);
}
