import type { ImageId } from "@/lib/energy/image-id";

/** The letters of an id in the order of their character codes, which is the order of strings. */
const LETTERS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
/** Those that can end an id: it is 64 bits in letters of 6. */
const LAST_LETTERS = "048AEIMQUYcgkosw";
const ID_LETTERS = 11;

const ranks = ranksOf(LETTERS);
const lastRanks = ranksOf(LAST_LETTERS);

/** Writes an id as two uint32 that order as the ids do, the upper one first. */
export function writeIdCode(id: ImageId, out: Uint32Array, at: number): void {
  let upper = 0;
  for (let i = 0; i < 5; i++) upper = upper * 64 + rank(id, i);
  const middle = rank(id, 5);
  let lower = middle & 15;
  for (let i = 6; i < ID_LETTERS - 1; i++) lower = lower * 64 + rank(id, i);
  out[at] = upper * 4 + (middle >> 4);
  out[at + 1] = lower * 16 + (lastRanks[id.charCodeAt(ID_LETTERS - 1)] ?? 0);
}

/** Which of two ids comes first, the `i`-th of `a` or the `j`-th of `b`. */
export function compareIdCodes(a: Uint32Array, i: number, b: Uint32Array, j: number): number {
  const upper = (a[i * 2] ?? 0) - (b[j * 2] ?? 0);
  return upper !== 0 ? upper : (a[i * 2 + 1] ?? 0) - (b[j * 2 + 1] ?? 0);
}

function rank(id: ImageId, at: number): number {
  return ranks[id.charCodeAt(at)] ?? 0;
}

function ranksOf(letters: string): Uint8Array {
  const of = new Uint8Array(128);
  [...letters].forEach((letter, i) => {
    of[letter.charCodeAt(0)] = i;
  });
  return of;
}
