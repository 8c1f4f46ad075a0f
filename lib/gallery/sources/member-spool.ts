import { randomBytes } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";

/** Where a member lies in a {@link MemberSpool}. */
export interface SpooledMember {
  readonly offset: number;
  readonly bytes: number;
}

/** Read at once; pictures are larger than most of it. */
const CHUNK_BYTES = 256 * 1_024;

/** Of a `FileHandle`, what is used. */
export interface SpoolFile {
  write(from: Buffer, at: number, length: number, to: number): Promise<{ bytesWritten: number }>;
  read(into: Buffer, at: number, length: number, from: number): Promise<{ bytesRead: number }>;
  close(): Promise<void>;
}

/**
 * Members of an archive that can only be read in order, kept in one file while it is taken in, so
 * that whoever takes them may come later and in any order. The file has no name: whenever the
 * process dies, the system takes it back.
 */
export class MemberSpool {
  readonly #file: SpoolFile;
  #end = 0;

  /** @param file empty. */
  constructor(file: SpoolFile) {
    this.#file = file;
  }

  /** @throws what the file system throws. */
  static async open(dir: string): Promise<MemberSpool> {
    await mkdir(dir, { recursive: true });
    const path = join(dir, `${randomBytes(8).toString("hex")}.members`);
    const file = await open(path, "wx+");
    await rm(path, { force: true });
    return new MemberSpool(file);
  }

  /** @throws what the file system throws; `ENOSPC` is for the caller to name. */
  async add(content: Buffer): Promise<SpooledMember> {
    const place = { offset: this.#end, bytes: content.length };
    this.#end += content.length;
    let at = 0;
    while (at < content.length) {
      const left = content.length - at;
      // A disk that is almost full takes a part, and refuses the rest.
      const { bytesWritten } = await this.#file.write(content, at, left, place.offset + at);
      at += bytesWritten;
    }
    return place;
  }

  /** @throws what the file system throws. */
  async *read({ offset, bytes }: SpooledMember): AsyncGenerator<Buffer> {
    let at = 0;
    while (at < bytes) {
      const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, bytes - at));
      const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, offset + at);
      if (bytesRead === 0) throw new Error("Expected a kept member but it is cut off");
      at += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
