import { randomBytes } from "node:crypto";
import { type FileHandle, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";

/** Where a member lies in a {@link MemberSpool}. */
export interface SpooledMember {
  readonly offset: number;
  readonly bytes: number;
}

/**
 * Members of an archive that can only be read in order, kept in one file while it is taken in, so
 * that whoever takes them may come later and in any order. The file has no name: whenever the
 * process dies, the system takes it back.
 */
export class MemberSpool {
  readonly #file: FileHandle;
  #end = 0;

  private constructor(file: FileHandle) {
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
    await this.#file.write(content, 0, content.length, place.offset);
    return place;
  }

  read({ offset, bytes }: SpooledMember): Readable {
    const end = offset + bytes - 1;
    return this.#file.createReadStream({ start: offset, end, autoClose: false });
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
