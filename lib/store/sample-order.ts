import type { ImageId } from "@/lib/energy/image-id";

/** FNV-1a, 32 bits, over the id's characters (RFC 9923). Unsigned. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}

/** The `limit` ids with the smallest hash, ties by id, in that order. Cost: linear in `ids`. */
export function smallestHashes(ids: readonly ImageId[], limit: number): ImageId[] {
  const hashes = Uint32Array.from(ids, fnv1a);
  const chosen = positionsOfSmallest(hashes, limit).flatMap((at) => {
    const id = ids[at];
    return id === undefined ? [] : [{ id, hash: hashes[at] ?? 0 }];
  });
  chosen.sort((a, b) => a.hash - b.hash || (a.id < b.id ? -1 : 1));
  return chosen.slice(0, limit).map(({ id }) => id);
}

/** Hashes fall evenly into so many buckets by their upper bits. */
const BUCKET_BITS = 16;

/**
 * Positions of the `limit` smallest hashes that count, and of a few more: all that are as small as
 * the largest of them, or nearly. By their upper bits, in two passes: sorting a million takes
 * twenty times as long.
 */
export function positionsOfSmallest(
  hashes: Uint32Array,
  limit: number,
  counts: (position: number) => boolean = () => true,
): number[] {
  if (!Number.isInteger(limit) || limit < 0) {
    throw new RangeError(`Expected a limit of at least 0 but received ${limit}`);
  }
  const shift = 32 - BUCKET_BITS;
  const buckets = new Uint32Array(2 ** BUCKET_BITS);
  for (let i = 0; i < hashes.length; i++) {
    const bucket = (hashes[i] ?? 0) >>> shift;
    if (counts(i)) buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  let last = 0;
  for (let sum = 0; last < buckets.length; last++) {
    sum += buckets[last] ?? 0;
    if (sum >= limit) break;
  }
  const positions: number[] = [];
  for (let i = 0; i < hashes.length; i++) {
    if ((hashes[i] ?? 0) >>> shift <= last && counts(i)) positions.push(i);
  }
  return positions;
}
