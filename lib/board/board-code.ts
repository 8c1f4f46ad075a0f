import { IMAGE_ID_BYTES, type ImageId } from "@/lib/energy/image-id";
import { AppError, isAppError } from "@/lib/errors";
import { fromBase64Url, toBase64Url } from "@/lib/trail/base64url";
import { crc32 } from "@/lib/trail/crc32";
import { decodeTrail, endsWithChecksum, readableBytes } from "@/lib/trail/decode";
import { sealed } from "@/lib/trail/encode";
import { isUnreadable } from "@/lib/trail/field-values";
import { CHECKSUM_BYTES } from "@/lib/trail/tags";
import { MAX_CODE_CHARS } from "@/lib/trail/trail";
import { joinBytes, readFields, textOf, type WireField, WireWriter } from "@/lib/trail/wire";
import { type BoardContents, type BoardItem, itemKey, MAX_BOARD_ITEMS, tidyName } from "./board";

/**
 * Field numbers of a board's code (docs/board-code.md). A number is never reused: a link that was sent
 * once opens for ever.
 */
const BOARD_TAGS = {
  name: 1,
  /** fixed64 */
  image: 2,
  /** The bytes of a trail of one hop. */
  hop: 3,
  /** The bytes of a trail. */
  trail: 4,
} as const;

/** The first byte of every board's code; a trail's begins with 1, so that one is not taken for the other. */
const BOARD_CODE_VERSION = 0x62;

/** What is wrong with a code of which a part could be read. */
type BoardProblem =
  /** The bytes are not those that were written. */
  | "checksum"
  /** The code ends, or turns to nonsense, before its end. */
  | "cut_off"
  /** Something on it cannot be read and is left out. */
  | "item_damaged"
  /** More than 1,000 things: the first 1,000 are kept. */
  | "too_many_items";

export interface DecodedBoard {
  readonly contents: BoardContents;
  /** Empty for a sound code. */
  readonly problems: readonly BoardProblem[];
}

/** The code of a board: what stands after `/b/`. Canonical: one board has one code. */
export function encodeBoard({ name, items, unknown }: BoardContents): string {
  const writer = new WireWriter();
  writer.raw(Uint8Array.of(BOARD_CODE_VERSION));
  writer.text(BOARD_TAGS.name, name);
  for (const item of items) {
    if (item.kind === "image") writer.fixed64(BOARD_TAGS.image, fromBase64Url(item.id));
    else writer.bytes(BOARD_TAGS[item.kind], fromBase64Url(item.code));
  }
  if (unknown) writer.raw(fromBase64Url(unknown));
  const body = writer.finish();
  return toBase64Url(sealed(body, crc32(body)));
}

/** The path of a shared board's page. */
export function boardLink(contents: BoardContents): `/b/${string}` {
  return `/b/${encodeBoard(contents)}`;
}

/** Whether a board's link is longer than every browser, server and proxy can be trusted to carry. */
export function isTooLongForLink(link: string): boolean {
  return link.length - "/b/".length > MAX_CODE_CHARS;
}

/**
 * Reads a board's code. Hostile until parsed: whatever the text, the cost is linear in its length.
 *
 * @returns what could be read, and what is wrong with it. An item that cannot be read is left out; the
 *   others do not depend on it.
 * @throws {AppError} `board_damaged` when nothing could be read, `board_newer` for another version.
 */
export function decodeBoard(code: string): DecodedBoard {
  if (code.length > MAX_CODE_CHARS) {
    throw new AppError(
      "board_damaged",
      `Expected a board of at most ${MAX_CODE_CHARS} characters but received ${code.length}. Ask for it as a file.`,
    );
  }
  const problems = new Set<BoardProblem>();
  const bytes = readableBytes(code, problems);
  const isSealed = endsWithChecksum(bytes);
  if (bytes[0] !== BOARD_CODE_VERSION) {
    throw isSealed
      ? new AppError("board_newer", "This board was made by a newer Wavelength, which can open it.")
      : new AppError(
          "board_damaged",
          "Expected a board but the text after /b/ is none. Ask for the link again.",
        );
  }
  if (!isSealed) problems.add("checksum");
  const body = bytes.subarray(1, Math.max(1, bytes.length - CHECKSUM_BYTES));
  const contents = readContents(body, problems);
  if (problems.size > 0 && contents.items.length === 0) {
    throw new AppError(
      "board_damaged",
      "Expected a whole board but the link is damaged before the first thing on it. Ask for the link again.",
    );
  }
  return { contents, problems: [...problems] };
}

function readContents(body: Uint8Array, problems: Set<BoardProblem>): BoardContents {
  let name = "";
  const items = new Map<string, BoardItem>();
  const unknown: Uint8Array[] = [];
  const add = (item: BoardItem | undefined) => {
    if (!item) problems.add("item_damaged");
    else if (items.size < MAX_BOARD_ITEMS) items.set(itemKey(item), item);
    else problems.add("too_many_items");
  };
  try {
    for (const field of readFields(body)) {
      if (field.tag === BOARD_TAGS.image) add(readImage(field));
      else if (field.tag === BOARD_TAGS.hop) add(readTrailItem("hop", field));
      else if (field.tag === BOARD_TAGS.trail) add(readTrailItem("trail", field));
      else if (field.tag === BOARD_TAGS.name) name = textOf(field.bytes);
      else unknown.push(field.raw);
    }
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    problems.add("cut_off");
  }
  return {
    name: tidyName(name),
    items: [...items.values()],
    ...(unknown.length > 0 ? { unknown: toBase64Url(joinBytes(unknown)) } : {}),
  };
}

function readImage({ bytes }: WireField): BoardItem | undefined {
  if (bytes.length !== IMAGE_ID_BYTES) return undefined;
  return { kind: "image", id: toBase64Url(bytes) as ImageId };
}

function readTrailItem(kind: "hop" | "trail", { bytes }: WireField): BoardItem | undefined {
  const code = toBase64Url(bytes);
  return isSoundTrail(code) ? { kind, code } : undefined;
}

/** Whether a code is a whole trail with something to open. */
export function isSoundTrail(code: string): boolean {
  try {
    const { trail, problems } = decodeTrail(code);
    return problems.length === 0 && trail.hops.length > 0;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return false;
  }
}
