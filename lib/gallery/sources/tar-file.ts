import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { readStart } from "./read-start";

/** A member of a tar that is a file, while the archive is at it. */
export interface TarMember {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Where its bytes begin in the archive as it is unpacked. */
  readonly offset: number;
  /** Its bytes, once, before the next member is asked for. */
  readonly content: AsyncIterable<Buffer>;
}

/** Whether a tar is gzipped, by its first bytes. @throws what the file system throws. */
export async function isGzip(archive: string): Promise<boolean> {
  const [first, second] = await readStart(archive, 2);
  return first === 0x1f && second === 0x8b;
}

/**
 * The members in order. Whoever leaves the loop ends the reading.
 *
 * @throws what a damaged archive does, at the place of the damage.
 */
export async function* tarMembers(archive: string): AsyncGenerator<TarMember> {
  const members = extract();
  const steps = (await isGzip(archive)) ? [createGunzip()] : [];
  const done = () => {
    // A failure ends the loop below too, with the same error.
  };
  pipeline([createReadStream(archive), ...steps, members], done);
  for await (const entry of members) {
    const header: HeaderWithOffset = entry.header;
    const { name, type, size = 0, mtime, byteOffset = 0 } = header;
    if (type === "file" || type === "contiguous-file") {
      const modifiedMs = mtime?.getTime() ?? 0;
      yield { name, bytes: size, modifiedMs, offset: byteOffset, content: chunksOf(entry) };
    }
    entry.resume();
  }
}

/** tar-stream 3.2 says where a member's bytes begin; its types do not. */
type HeaderWithOffset = Header & { readonly byteOffset?: number };

/** What a stream of tar-stream gives out are buffers; its types say nothing of that. */
async function* chunksOf(content: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const chunk of content) if (Buffer.isBuffer(chunk)) yield chunk;
}
