import type { ImageId } from "@/lib/energy/image-id";
import { type IngredientSource, recipeOf } from "@/lib/energy/recipe";
import { MAX_HOPS, type Trail } from "@/lib/trail/trail";
import {
  addGuest,
  addHop,
  emptyTrail,
  guestFor,
  isTooLong,
  linkFor,
  withTip,
} from "@/lib/trail/tree";

/** A picture of a trail and the hop that asks with it. */
interface At {
  readonly id: ImageId;
  readonly hop: number;
}

/**
 * The link to what a picture of one trail and a picture of another have in common: the first trail
 * with one hop more, from where it is nearest. Where that is too long, a trail that starts with it.
 */
export function mixLink(a: Trail, atA: At, b: Trail, atB: At): string {
  const recipe = recipeOf([
    { source: sourceIn(a, atA.id), weight: 1 },
    { source: sourceIn(b, atB.id), weight: 1 },
  ]);
  const carried = (trail: Trail) => carrying(carrying(trail, a, atA.id), b, atB.id);
  if (a.hops.length < MAX_HOPS) {
    const link = linkFor(addHop(withTip(carried(a), atA.hop), recipe));
    if (!isTooLong(link)) return link;
  }
  return linkFor(addHop(carried(emptyTrail(a.model, a.gallery)), recipe));
}

function sourceIn({ guests }: Trail, id: ImageId): IngredientSource {
  return { kind: guests.some((guest) => guest.id === id) ? "guest" : "image", id };
}

/** A trail with a guest of another. */
function carrying(trail: Trail, from: Trail, id: ImageId): Trail {
  const guest = from.guests.find((one) => one.id === id);
  if (!guest || trail.guests.some((one) => one.id === id)) return trail;
  return addGuest(trail, guestFor(guest, from, trail));
}
