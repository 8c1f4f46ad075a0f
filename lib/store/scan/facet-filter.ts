import { type ArenaLayout, MAX_FILTER_CODES } from "./arena-layout";
import type { FacetFilter } from "./scan-messages";

/** Lists nothing can be on: they do not filter. */
const ANY = -1;
const KINDS = 16;
const INT32_MAX = 0x7fff_ffff;

/**
 * Writes a filter for the kernel's `maskRows`.
 *
 * @param base where the thread's scratch area starts in the memory.
 * @throws {RangeError} more licences or sources than MAX_FILTER_CODES.
 */
export function writeFilter(
  filter: FacetFilter,
  buffer: ArrayBufferLike,
  { scratch }: ArenaLayout,
  base: number,
): void {
  const { made, orientation, licence, source, years } = filter;
  const kinds = new Uint8Array(buffer, base + scratch.filter, KINDS);
  for (let kind = 0; kind < KINDS; kind++) {
    const passes = (made?.includes(kind & 3) ?? true) && (orientation?.includes(kind >> 2) ?? true);
    kinds[kind] = passes ? 255 : 0;
  }
  const numbers = new Int32Array(buffer, base + scratch.filter + KINDS, 5);
  numbers[0] = writeList(licence, buffer, base + scratch.licences);
  numbers[1] = writeList(source, buffer, base + scratch.sources);
  numbers[2] = years ? 1 : 0;
  // The least int32 stands for a year that is not known, which never passes.
  numbers[3] = Math.min(INT32_MAX, Math.max(-INT32_MAX, Math.ceil(years?.from ?? 0)));
  numbers[4] = Math.min(INT32_MAX, Math.max(-INT32_MAX, Math.floor(years?.to ?? 0)));
}

function writeList(
  codes: readonly number[] | undefined,
  buffer: ArrayBufferLike,
  at: number,
): number {
  if (!codes) return ANY;
  if (codes.length > MAX_FILTER_CODES) {
    throw new RangeError(`Expected at most ${MAX_FILTER_CODES} names but received ${codes.length}`);
  }
  new Int32Array(buffer, at, codes.length).set(codes);
  return codes.length;
}
