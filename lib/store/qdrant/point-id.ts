import type { ImageId } from "@/lib/energy/image-id";

/** base64url's letters by their place in ASCII, so that points stand in the order of their ids. */
const LETTERS = [..."-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"];
const RANKS: ReadonlyMap<string, number> = new Map(LETTERS.map((letter, rank) => [letter, rank]));
const ID_LETTERS = 11;
/** The end of every UUID of ours: the rest of its last 62 bits, "wavelet". */
const TAIL = "776176656c6574";
const POINT = /^([0-9a-f]{8})-([0-9a-f]{4})-8([0-9a-f]{3})-([89ab][0-9a-f])77-6176656c6574$/;

/** The point that holds the gallery's own state. No image's: it ends otherwise. */
export const GALLERY_POINT = "00000000-0000-8000-8000-67616c6c6572";

/**
 * An image's point: a UUID of version 8 (RFC 9562 §5.8) whose 66 free bits up front are the id's
 * eleven letters, six bits each. Ids and points stand in the same order, and one follows from the
 * other.
 *
 * @returns `undefined` for a text that is no id: there is no such point.
 */
export function pointIdOf(id: ImageId): string | undefined {
  if (id.length !== ID_LETTERS) return undefined;
  let bits = 0n;
  for (const letter of id) {
    const rank = RANKS.get(letter);
    if (rank === undefined) return undefined;
    bits = (bits << 6n) | BigInt(rank);
  }
  const front = (bits >> 6n).toString(16).padStart(15, "0");
  // Variant 10, then the last letter.
  const last = (0x80n | (bits & 0x3fn)).toString(16);
  return [
    front.slice(0, 8),
    front.slice(8, 12),
    `8${front.slice(12)}`,
    `${last}${TAIL.slice(0, 2)}`,
    TAIL.slice(2),
  ].join("-");
}

/** @returns `undefined` for a point that is no image of ours. */
export function imageIdOf(point: unknown): ImageId | undefined {
  const parts = typeof point === "string" ? POINT.exec(point) : undefined;
  if (!parts) return undefined;
  const [, first = "", second = "", third = "", last = ""] = parts;
  const front = BigInt(`0x${first}${second}${third}`);
  let bits = (front << 6n) | (BigInt(`0x${last}`) & 0x3fn);
  let id = "";
  for (let i = 0; i < ID_LETTERS; i++) {
    id = `${LETTERS[Number(bits & 0x3fn)]}${id}`;
    bits >>= 6n;
  }
  return id as ImageId;
}
