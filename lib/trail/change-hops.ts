import { firstChars, tidyWords } from "@/lib/energy/tidy-words";
import { type Hop, MAX_NAME_CHARS, MAX_NOTE_CHARS, type Trail } from "./trail";

/**
 * The trail with some hops only, numbered anew in the same order. Where its tip is left out, the tip
 * is the nearest hop on the way to it that is kept, else the first.
 *
 * @param isKept of a hop's index; a hop whose parent is left out is left out too.
 */
export function keepHops(trail: Trail, isKept: (index: number) => boolean): Trail {
  const to: number[] = [];
  const hops: Hop[] = [];
  trail.hops.forEach((hop, index) => {
    const parent = hop.parent < 0 ? -1 : (to[hop.parent] ?? -1);
    if (!isKept(index) || (hop.parent >= 0 && parent < 0)) {
      to.push(-1);
      return;
    }
    to.push(hops.length);
    hops.push({ ...hop, parent });
  });
  let tip = trail.tip;
  while (tip >= 0 && (to[tip] ?? -1) < 0) tip = trail.hops[tip]?.parent ?? -1;
  return { ...trail, hops, tip: tip >= 0 ? (to[tip] ?? -1) : Math.min(0, hops.length - 1) };
}

/** Which hops go with one: itself and all that were reached from it. @throws {RangeError} for no such hop. */
export function branchAt(trail: Trail, index: number): ReadonlySet<number> {
  requireHop(trail, index);
  const branch = new Set([index]);
  trail.hops.forEach(({ parent }, i) => {
    if (branch.has(parent)) branch.add(i);
  });
  return branch;
}

/**
 * The trail without a hop and all that were reached from it. Where the tip was among them, it is the
 * hop before. Without its only root a trail has no hops left.
 *
 * @throws {RangeError} for no such hop.
 */
export function pruneHop(trail: Trail, index: number): Trail {
  const branch = branchAt(trail, index);
  return keepHops(trail, (i) => !branch.has(i));
}

/**
 * The trail with a hop named: at most 200 characters on one line, as text, whatever it says.
 *
 * @param name empty takes the name away.
 * @throws {RangeError} for no such hop.
 */
export function nameHop(trail: Trail, index: number, name: string): Trail {
  const tidy = firstChars(tidyWords(name), MAX_NAME_CHARS).trim();
  return withHop(trail, index, ({ name: _, ...hop }) => (tidy ? { ...hop, name: tidy } : hop));
}

/**
 * The trail with a note on a hop: at most 2,000 characters, as text; lines stay lines.
 *
 * @param note empty takes the note away.
 * @throws {RangeError} for no such hop.
 */
export function noteHop(trail: Trail, index: number, note: string): Trail {
  const lines = note.split(/\r\n?|\n/).map(tidyWords);
  const tidy = firstChars(lines.join("\n").trim(), MAX_NOTE_CHARS).trim();
  return withHop(trail, index, ({ note: _, ...hop }) => (tidy ? { ...hop, note: tidy } : hop));
}

function withHop(trail: Trail, index: number, change: (hop: Hop) => Hop): Trail {
  requireHop(trail, index);
  return { ...trail, hops: trail.hops.map((hop, i) => (i === index ? change(hop) : hop)) };
}

function requireHop(trail: Trail, index: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= trail.hops.length) {
    throw new RangeError(`Expected a hop of ${trail.hops.length} but received ${index}`);
  }
}
