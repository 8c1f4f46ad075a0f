import { crc32 } from "./crc32";
import { trailHead, writeHop } from "./encode";
import type { Hop, Trail } from "./trail";
import { pathTo } from "./tree";
import { WireWriter } from "./wire";

/**
 * A short name of a trail, 32 bits: the checksum of its code written with revision 0 and without
 * tip and fork. One for all links to one trail, whichever hop they show and however the gallery grew.
 */
export function fingerprint(trail: Trail): number {
  const { fork: _, ...walked } = trail;
  const head = trailHead({ ...walked, gallery: { ...trail.gallery, revision: 0 } });
  return crc32(trail.unknown ?? new Uint8Array(0), crc32(head));
}

/** Somebody else's trail as what goes on from its tip is written: with where it came from. */
export function forkedFrom(origin: Trail): Trail {
  const hop = Math.max(1, pathTo(origin).length);
  return { ...origin, fork: { hop, of: fingerprint(origin) } };
}

/**
 * What was made of somebody else's trail, with where it came from. Unchanged where it is that very
 * trail at another hop: looking about is not walking on.
 */
export function withOrigin(origin: Trail, next: Trail): Trail {
  const { fork } = forkedFrom(origin);
  return !fork || fingerprint(next) === fork.of ? next : { ...next, fork };
}

/** Whether a trail has the first hop of another: it goes on from there, and was not begun anew. */
export function goesOnFrom(origin: Trail, next: Trail): boolean {
  const [first] = origin.hops;
  const [other] = next.hops;
  return first !== undefined && other !== undefined && askedBy(first) === askedBy(other);
}

/** Equal exactly for roots that a code writes alike but for their names. */
function askedBy({ recipe }: Hop): string {
  const writer = new WireWriter();
  writeHop(writer, { parent: -1, recipe }, 0);
  return writer.finish().join();
}
