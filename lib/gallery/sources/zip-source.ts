import { basename, dirname, resolve } from "node:path";
import type { ZipFile } from "yauzl";
import type { PictureLimits } from "../decode";
import type { ImageDetails } from "../image-details";
import { readWhole } from "../read-whole";
import { parseSidecar, SIDECAR_NAME } from "../sidecar";
import { memberPath } from "./archive-path";
import { isSayingName, MAX_SAYING_BYTES, readSaying } from "./archive-sayings";
import { isIgnoredMember } from "./ignored-name";
import { type Grouped, MemberGroups } from "./member-groups";
import { readMember } from "./read-member";
import { sayingOf } from "./saying";
import type { Source, SourceEvent, SourceItem } from "./source";
import { membersOf, modifiedMsOf, openZip, type ZipMember } from "./zip-file";

/** Of all sidecars of an archive; what they say is in memory while it is taken in. */
const MAX_SIDECARS_BYTES = 100_000_000;
/** Where names of members are resolved against, in thought: nothing is there. */
const ROOT = "/archive";

type Said = ReadonlyMap<string, ImageDetails>;
type Text = { readonly kind: "text"; readonly content: Buffer } | { readonly kind: "else" };
type Unreadable = Extract<SourceEvent, { readonly kind: "unreadable" }>;
type Trouble = Pick<Unreadable, "code" | "reason">;

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
        if (isIgnoredMember(member.name) || isSidecar(member)) continue;
        const trouble = troubleWith(member);
        if (trouble) yield this.#unreadable(member, trouble);
        else if (isSayingName(member.name)) {
          const found = await this.#readText(zip, member, MAX_SAYING_BYTES);
          if (found.kind === "unreadable") yield found;
          const saying = found.kind === "text" && readSaying(member.name, found.content);
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
    let leftBytes = MAX_SIDECARS_BYTES;
    try {
      for await (const member of membersOf(zip)) {
        if (isIgnoredMember(member.name) || !isSidecar(member)) continue;
        const trouble = troubleWith(member) ?? tooLarge(member, leftBytes);
        const found = trouble
          ? this.#unreadable(member, trouble)
          : await this.#readText(zip, member, leftBytes);
        if (found.kind === "unreadable") yield found;
        if (found.kind !== "text") continue;
        leftBytes -= member.entry.uncompressedSize;
        const folder = resolve(ROOT, dirname(member.name));
        const { details, problems } = parseSidecar(found.content.toString("utf8"), folder);
        for (const [file, detail] of details) said.set(file, detail);
        for (const reason of problems) {
          yield this.#unreadable(member, { code: "invalid_line", reason });
        }
      }
    } catch {
      // Where the directory is damaged is named when the pictures are listed.
    } finally {
      zip.close();
    }
  }

  /**
   * What a member says, unpacked no further than `maxBytes`, whatever size it gives itself.
   *
   * @returns "else" for one that says to be larger: it is something else.
   */
  async #readText(zip: ZipFile, member: ZipMember, maxBytes: number): Promise<Text | Unreadable> {
    const { entry } = member;
    if (entry.uncompressedSize > maxBytes) return { kind: "else" };
    try {
      const content = await readWhole(await zip.openReadStreamPromise(entry), (bytes) => {
        if (bytes > entry.uncompressedSize) throw new Error("It is larger than it says");
      });
      return { kind: "text", content };
    } catch (error) {
      const { message } = error as Error;
      const reason = `It is damaged (${message}), so what it says is not heard. Pack it again.`;
      return this.#unreadable(member, { code: "member_damaged", reason });
    }
  }

  #unreadable(member: ZipMember, trouble: Trouble): Unreadable {
    return { kind: "unreadable", where: this.#pathOf(member), ...trouble };
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

function isSidecar({ name }: ZipMember): boolean {
  return basename(name) === SIDECAR_NAME;
}

function troubleWith({ entry }: ZipMember): Trouble | undefined {
  if (entry.isEncrypted()) {
    return { code: "member_encrypted", reason: "It is encrypted. Pack it without a password." };
  }
  if (entry.canDecodeFileData()) return undefined;
  const method = entry.compressionMethod;
  const reason = `It is packed by a method that we do not know (${method}). Pack it with deflate.`;
  return { code: "member_unsupported", reason };
}

function tooLarge({ entry }: ZipMember, leftBytes: number): Trouble | undefined {
  if (entry.uncompressedSize <= leftBytes) return undefined;
  const reason = `Expected ${MAX_SIDECARS_BYTES / 1e6} MB of ${SIDECAR_NAME} at most in one archive. Put the rest into another.`;
  return { code: "sidecar_too_large", reason };
}
