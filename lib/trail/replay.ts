import type { ImageId } from "@/lib/energy/image-id";
import { encodeTrail } from "./encode";
import type { Trail } from "./trail";
import { addGuest, addHop, isTooLong, linkFor, pathTo, withTip } from "./tree";

/** In which order a trail is played: the way to its tip, or every branch of it. */
export type ReplayOrder = "path" | "tree";

/** One hop of a trail as it is played. */
export interface Frame {
  /** Index of the hop. */
  readonly hop: number;
  /** The trail as it was when the next hop was picked: its wall has the picture that was picked. */
  readonly code: string;
  /** The picture that the next frame asks with; absent where that is reached in another way. */
  readonly picked?: ImageId;
  /** A branch has ended here before: the walk is back at a hop that was shown. */
  readonly isReturn: boolean;
}

/**
 * The frames of a trail. A tree is walked depth first, children in the order they were made; where a
 * branch has ended the walk returns to the hop that the next one leaves from.
 *
 * A wall leaves out all that its trail asks with, so each frame's code ends before the hop that was
 * picked there: that is what was on screen.
 */
export function framesOf(trail: Trail, order: ReplayOrder): readonly Frame[] {
  const hops = order === "path" ? pathTo(trail) : depthFirst(trail);
  const frames: Frame[] = [];
  hops.forEach((hop, i) => {
    const parent = trail.hops[hop]?.parent ?? -1;
    const isBranch = i > 0 && parent >= 0 && parent !== hops[i - 1];
    if (isBranch) frames.push(frameOf(trail, parent, hop, true));
    const next = hops[i + 1];
    const isOnward = next !== undefined && trail.hops[next]?.parent === hop;
    frames.push(frameOf(trail, hop, isOnward ? next : undefined, false));
  });
  return frames;
}

function frameOf(trail: Trail, hop: number, next: number | undefined, isReturn: boolean): Frame {
  const hops = trail.hops.slice(0, next ?? hop + 1);
  const picked = next === undefined ? undefined : imageOf(trail, next);
  return {
    hop,
    code: encodeTrail({ ...trail, hops, tip: hop }),
    ...(picked ? { picked } : {}),
    isReturn,
  };
}

/** The picture of the gallery that a hop was opened by: its first ingredient. */
function imageOf(trail: Trail, index: number): ImageId | undefined {
  const source = trail.hops[index]?.recipe.ingredients[0]?.source;
  return source?.kind === "image" ? source.id : undefined;
}

function depthFirst(trail: Trail): number[] {
  const children = new Map<number, number[]>();
  trail.hops.forEach(({ parent }, index) => {
    children.set(parent, [...(children.get(parent) ?? []), index]);
  });
  const order: number[] = [];
  const waiting = [...(children.get(-1) ?? [])].reverse();
  for (let hop = waiting.pop(); hop !== undefined; hop = waiting.pop()) {
    order.push(hop);
    waiting.push(...[...(children.get(hop) ?? [])].reverse());
  }
  return order;
}

/** Whether the whole tree is more than the way to its tip. */
export function hasBranches(trail: Trail): boolean {
  return pathTo(trail).length < trail.hops.length;
}

/**
 * Where a tile leads that is clicked while a trail is played: from the hop that is shown, and the
 * rest of the trail stays.
 *
 * @param href where the tile leads from the trail as it was then.
 */
export function caughtAt(trail: Trail, hop: number, clicked: Trail, href: string): string {
  const recipe = clicked.hops[clicked.tip]?.recipe;
  if (!recipe) return href;
  try {
    const link = linkFor(addHop(withTip(clicked.guests.reduce(addGuest, trail), hop), recipe));
    return isTooLong(link) ? href : link;
  } catch {
    // 200 hops: the trail as it was then has room for one more.
    return href;
  }
}
