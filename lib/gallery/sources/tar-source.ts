import { createReadStream } from "node:fs";
import { buffer } from "node:stream/consumers";
import { AppError } from "@/lib/errors";
import type { PictureLimits } from "../decode";
import { identifyPicture } from "../identify";
import { memberPath } from "./archive-path";
import { isSayingName, MAX_SAYING_BYTES, readSaying } from "./archive-sayings";
import { isIgnoredMember } from "./ignored-name";
import { type Grouped, MemberGroups } from "./member-groups";
import { MemberSpool } from "./member-spool";
import { PICTURE_NAME } from "./picture-name";
import { readMember } from "./read-member";
import type { Source, SourceEvent } from "./source";
import { isGzip, type TarMember, tarMembers } from "./tar-file";

/** A picture of a tar that can be read whenever somebody comes for it. */
interface KeptMember extends Pick<TarMember, "name" | "bytes" | "modifiedMs"> {
  readonly open: () => AsyncIterable<Buffer>;
}

/**
 * The pictures of a tar or a gzipped tar, with what a `.json` or `.txt` of the same name beside each
 * says of it, as WebDataset has it. A tar is read in place; of a gzipped one the pictures are kept in
 * a nameless file until the source is closed.
 */
export class TarSource implements Source {
  readonly label: string;
  readonly #archive: string;
  readonly #limits: PictureLimits;
  readonly #spoolDir: string;
  #spool: MemberSpool | undefined;

  /**
   * @param archive absolute path.
   * @param spoolDir where there is room for the pictures of a gzipped one.
   */
  constructor(archive: string, limits: PictureLimits, spoolDir: string) {
    this.label = `tar ${archive}`;
    this.#archive = archive;
    this.#limits = limits;
    this.#spoolDir = spoolDir;
  }

  /** @throws {AppError} `source_invalid` when it is no tar; what writing to the spool throws. */
  async *list(signal: AbortSignal): AsyncGenerator<SourceEvent> {
    if (await isGzip(this.#archive)) this.#spool = await MemberSpool.open(this.#spoolDir);
    const groups = new MemberGroups<KeptMember>();
    let isFirst = true;
    try {
      for await (const member of tarMembers(this.#archive)) {
        if (signal.aborted) return;
        isFirst = false;
        const { name, bytes } = member;
        if (isIgnoredMember(name)) continue;
        if (isSayingName(name)) {
          if (bytes > MAX_SAYING_BYTES) continue;
          const saying = readSaying(name, await buffer(member.content));
          if (saying) yield* this.#items(groups.addSaying(name, saying));
        } else yield* this.#items(groups.addPicture(name, await this.#keep(member)));
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw error;
      if (isFirst) throw noTar(this.#archive, error);
      const reason = `It is damaged from here on (${(error as Error).message}). Copy or pack it again.`;
      yield { kind: "unreadable", where: this.#archive, code: "archive_damaged", reason };
    }
    yield* this.#items(groups.end());
  }

  async close(): Promise<void> {
    await this.#spool?.close();
  }

  async #keep({ name, bytes, modifiedMs, offset, content }: TarMember): Promise<KeptMember> {
    const spool = this.#spool;
    if (!spool) {
      const end = offset + bytes - 1;
      const open = () => createReadStream(this.#archive, { start: offset, end });
      return { name, bytes, modifiedMs, open };
    }
    // Too large: refused before it is opened.
    if (bytes === 0 || bytes > this.#limits.maxFileBytes) {
      return { name, bytes, modifiedMs, open: nothing };
    }
    const whole = await buffer(content);
    const isPicture = PICTURE_NAME.test(name) || identifyPicture(whole) !== undefined;
    if (!isPicture) return { name, bytes: 0, modifiedMs, open: nothing };
    const place = await spool.add(whole);
    return { name, bytes, modifiedMs, open: () => spool.read(place) };
  }

  *#items(pictures: readonly Grouped<KeptMember>[]): Generator<SourceEvent> {
    for (const { member, saying } of pictures) {
      const { name, bytes, modifiedMs, open } = member;
      const path = memberPath({ archive: this.#archive, member: name });
      const read = () => readMember({ name, bytes }, async () => open(), this.#limits);
      yield { kind: "item", item: { path, bytes, modifiedMs, saying, read } };
    }
  }
}

function nothing(): never {
  throw new RangeError("Expected a member that is kept");
}

function noTar(archive: string, cause: unknown): AppError {
  return new AppError(
    "source_invalid",
    `Expected a tar archive but ${JSON.stringify(archive)} is none. Copy or pack it again.`,
    { cause },
  );
}
