import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";
import { type BackupFile, picturesFileName } from "./backup-form";
import { sealFile } from "./sealed-file";

/** A file is closed when it holds so much: a copy of it which breaks off costs no more. */
const FILE_BYTES = 1e9;

interface OpenTar {
  readonly path: string;
  readonly members: Pack;
  readonly written: Promise<void>;
  bytes: number;
}

/** Writes pictures into tars of a folder, each of about a gigabyte. */
export class PictureWriter {
  readonly #dir: string;
  readonly #files: BackupFile[] = [];
  #current: OpenTar | undefined;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** @throws what the file system throws. */
  async add(name: string, content: Buffer, modifiedMs: number): Promise<void> {
    this.#current ??= this.#begin();
    const current = this.#current;
    const header = { name, size: content.length, mtime: new Date(modifiedMs) };
    const added = new Promise<void>((resolve, reject) => {
      current.members.entry(header, content, (error) => (error ? reject(error) : resolve()));
    });
    // When the disk is full the member may never be told.
    await Promise.race([added, current.written]);
    current.bytes += content.length;
    if (current.bytes >= FILE_BYTES) await this.#finishFile(current);
  }

  async finish(): Promise<readonly BackupFile[]> {
    if (this.#current) await this.#finishFile(this.#current);
    return this.#files;
  }

  /** Lets go of what is being written. */
  abandon(): void {
    this.#current?.members.destroy();
  }

  #begin(): OpenTar {
    const path = join(this.#dir, picturesFileName(this.#files.length + 1));
    const members = pack();
    const written = pipeline(members, createWriteStream(path, { flags: "wx" }));
    // Whoever adds or finishes hears of a failure; meanwhile it is nobody's.
    written.catch(() => {});
    return { path, members, written, bytes: 0 };
  }

  async #finishFile({ path, members, written }: OpenTar): Promise<void> {
    members.finalize();
    await written;
    this.#files.push(await sealFile(path));
    this.#current = undefined;
  }
}
