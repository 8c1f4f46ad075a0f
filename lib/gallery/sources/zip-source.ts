import { basename, dirname, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import type { ZipFile } from "yauzl";
import type { PictureLimits } from "../decode";
import type { ImageDetails } from "../image-details";
import { parseSidecar, SIDECAR_NAME } from "../sidecar";
import { memberPath } from "./archive-path";
import { isSayingName, MAX_SAYING_BYTES, readSaying } from "./archive-sayings";
import { isIgnoredMember } from "./ignored-name";
import { type Grouped, MemberGroups } from "./member-groups";
import { readMember } from "./read-member";
import { sayingOf } from "./saying";
import type { Source, SourceEvent, SourceItem } from "./source";
import { membersOf, modifiedMsOf, openZip, type ZipMember } from "./zip-file";

const MAX_SIDECAR_BYTES = 100e6;
/** Where names of members are resolved against, in thought: nothing is there. */
const ROOT = "/archive";

type Said = ReadonlyMap<string, ImageDetails>;

/**
 * The pictures of a zip (zip64 too), with what a `gallery.jsonl` in it says of them, or a `.json` or
 * `.txt` of the same name beside each. Nothing is unpacked to disk.
 */
export class ZipSource implements Source {
  readonly label: string;
  readonly #archive: string;
  readonly #limits: PictureLimits;
  #zip: ZipFile | undefined;

  /** @param archive absolute path. */
  constructor(archive: string, limits: PictureLimits) {
    this.label = `zip ${archive}`;
    this.#archive = archive;
    this.#limits = limits;
  }

  /** @throws {AppError} `source_invalid` when it is no zip. */
  async *list(signal: AbortSignal): AsyncGenerator<SourceEvent> {
    const said = new Map<string, ImageDetails>();
    yield* this.#hearSidecars(said);
    this.#zip = await openZip(this.#archive);
    const zip = this.#zip;
    const groups = new MemberGroups<ZipMember>();
    try {
      for await (const member of membersOf(zip)) {
        if (signal.aborted) return;
        if (isIgnoredMember(member.name) || basename(member.name) === SIDECAR_NAME) continue;
        const trouble = troubleWith(member);
        if (trouble) yield { kind: "unreadable", where: this.#pathOf(member), ...trouble };
        else if (isSayingName(member.name)) {
          const saying = await readSayingIn(zip, member);
          if (saying) yield* this.#items(groups.addSaying(member.name, saying), said);
        } else yield* this.#items(groups.addPicture(member.name, member), said);
      }
    } catch (error) {
      const reason = `It is damaged from here on (${(error as Error).message}). Copy or pack it again.`;
      yield { kind: "unreadable", where: this.#archive, code: "archive_damaged", reason };
    }
    yield* this.#items(groups.end(), said);
  }

  async close(): Promise<void> {
    this.#zip?.close();
  }

  /** Before any picture: a sidecar may lie behind those that it speaks of. */
  async *#hearSidecars(said: Map<string, ImageDetails>): AsyncGenerator<SourceEvent> {
    const zip = await openZip(this.#archive);
    try {
      for await (const member of membersOf(zip)) {
        const { name, entry } = member;
        const isSidecar = basename(name) === SIDECAR_NAME && !troubleWith(member);
        if (!isSidecar || entry.uncompressedSize > MAX_SIDECAR_BYTES) continue;
        const text = (await buffer(await zip.openReadStreamPromise(entry))).toString("utf8");
        const { details, problems } = parseSidecar(text, resolve(ROOT, dirname(name)));
        for (const [file, detail] of details) said.set(file, detail);
        for (const reason of problems) {
          yield { kind: "unreadable", where: this.#pathOf(member), code: "invalid_line", reason };
        }
      }
    } catch {
      // What is damaged is named when the pictures are listed.
    } finally {
      zip.close();
    }
  }

  *#items(pictures: readonly Grouped<ZipMember>[], said: Said): Generator<SourceEvent> {
    for (const { member, saying } of pictures) {
      const details = said.get(resolve(ROOT, member.name));
      yield { kind: "item", item: this.#itemOf(member, details ? sayingOf(details) : saying) };
    }
  }

  #itemOf(member: ZipMember, saying: SourceItem["saying"]): SourceItem {
    const { name, entry } = member;
    const bytes = entry.uncompressedSize;
    return {
      path: this.#pathOf(member),
      bytes,
      modifiedMs: modifiedMsOf(member),
      saying,
      read: async () => {
        const zip = this.#zip;
        return (
          zip && readMember({ name, bytes }, () => zip.openReadStreamPromise(entry), this.#limits)
        );
      },
    };
  }

  #pathOf({ name }: ZipMember): string {
    return memberPath({ archive: this.#archive, member: name });
  }
}

function troubleWith({ entry }: ZipMember): { code: string; reason: string } | undefined {
  if (entry.isEncrypted()) {
    return { code: "member_encrypted", reason: "It is encrypted. Pack it without a password." };
  }
  if (entry.canDecodeFileData()) return undefined;
  const method = entry.compressionMethod;
  const reason = `It is packed by a method that we do not know (${method}). Pack it with deflate.`;
  return { code: "member_unsupported", reason };
}

async function readSayingIn(zip: ZipFile, { name, entry }: ZipMember) {
  if (entry.uncompressedSize > MAX_SAYING_BYTES) return undefined;
  return readSaying(name, await buffer(await zip.openReadStreamPromise(entry)));
}
