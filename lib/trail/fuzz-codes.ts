import { seededRandom } from "@/lib/energy/prng";
import { isAppError } from "@/lib/errors";
import { fromBase64Url, toBase64Url } from "./base64url";
import { crc32 } from "./crc32";
import { type DecodedTrail, decodeTrail } from "./decode";
import { encodeTrail, sealed } from "./encode";
import { CHECKSUM_BYTES, CODE_VERSION } from "./tags";
import { MAX_CODE_CHARS, MAX_HOPS, type Trail } from "./trail";

/** What became of the codes of a run. */
export interface FuzzReport {
  readonly codes: number;
  /** Read without a problem. */
  readonly sound: number;
  /** Read in part, with what is wrong named. */
  readonly partly: number;
  /** Refused by name (`trail_damaged`). */
  readonly refused: number;
}

/**
 * Decodes random and mutated codes and checks what holds for any text: it is read, read in part or
 * refused by name; what is read is a tree within the limits, and written again has one spelling.
 *
 * @param count how many; a half of them are random, a half are sound codes changed in a few places,
 *   of which most have their checksum put right again, so that the damage is read and not found.
 * @param seeds codes to change.
 * @param seed the same one makes the same codes.
 * @throws {Error} with the code, at the first one for which something of it does not hold.
 */
export function fuzzCodes(count: number, seeds: readonly string[], seed: string): FuzzReport {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const sources = seeds.map((code) => fromBase64Url(code));
  const report = { codes: count, sound: 0, partly: 0, refused: 0 };
  for (let i = 0; i < count; i++) {
    const code = i % 2 === 0 ? randomCode(below) : mutated(sources, below);
    const outcome = checked(code);
    report[outcome]++;
  }
  return report;
}

type Below = (n: number) => number;

function randomCode(below: Below): string {
  const kind = below(10);
  if (kind === 0) {
    return Array.from({ length: below(60) }, () => String.fromCharCode(below(0x10000))).join("");
  }
  const bytes = Uint8Array.from({ length: below(kind === 1 ? 400 : 60) }, () => below(256));
  // Nearly all claim to be of our version: they are read further.
  if (kind > 2 && bytes.length > 0) bytes[0] = CODE_VERSION;
  return toBase64Url(kind > 4 ? resealed(bytes) : bytes);
}

function mutated(sources: readonly Uint8Array[], below: Below): string {
  let bytes = Uint8Array.from(sources[below(sources.length)] ?? []);
  for (let n = 1 + below(4); n > 0; n--) {
    const at = below(bytes.length + 1);
    const kind = below(5);
    if (kind === 0) bytes = bytes.slice(0, at);
    else if (kind === 1)
      bytes = Uint8Array.of(...bytes.slice(0, at), below(256), ...bytes.slice(at));
    else if (kind === 2)
      bytes = Uint8Array.of(...bytes.slice(0, at), ...bytes.slice(at + 1 + below(12)));
    else if (kind === 3)
      bytes = Uint8Array.of(...bytes.slice(0, at), ...bytes.slice(below(at + 1)));
    else if (at < bytes.length) bytes[at] = below(256);
  }
  return toBase64Url(below(4) > 0 ? resealed(bytes) : bytes).slice(0, MAX_CODE_CHARS);
}

function resealed(bytes: Uint8Array): Uint8Array {
  const body = bytes.subarray(0, Math.max(1, bytes.length - CHECKSUM_BYTES));
  return sealed(body, crc32(body));
}

function checked(code: string): "sound" | "partly" | "refused" {
  let read: DecodedTrail;
  try {
    read = decodeTrail(code);
  } catch (error) {
    if (isAppError(error) && error.code === "trail_damaged") return "refused";
    throw new Error(`Expected trail_damaged for ${JSON.stringify(code)}`, { cause: error });
  }
  const { trail, problems } = read;
  if (!isTree(trail)) throw new Error(`Expected a tree of ${JSON.stringify(code)}`);
  // Of a code that breaks off, what is kept unread may make sense once it is written whole.
  const written = problems.length > 0 ? rewritten(encodeTrail(trail)) : encodeTrail(trail);
  if (rewritten(written) !== written) {
    throw new Error(`Expected one spelling of ${JSON.stringify(code)}`);
  }
  return problems.length > 0 ? "partly" : "sound";
}

/** A code read and written again; one that is too long for a link stays as it is. */
function rewritten(code: string): string {
  return code.length > MAX_CODE_CHARS ? code : encodeTrail(decodeTrail(code).trail);
}

function isTree({ hops, tip }: Trail): boolean {
  return (
    hops.length <= MAX_HOPS &&
    Number.isInteger(tip) &&
    tip < hops.length &&
    tip >= Math.min(0, hops.length - 1) &&
    hops.every(({ parent }, index) => Number.isInteger(parent) && parent >= -1 && parent < index)
  );
}
