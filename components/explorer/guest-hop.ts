import { DEFAULT_DIALS, type IngredientSource, type Recipe } from "@/lib/energy/recipe";
import type { GuestResponse } from "@/lib/search/contract";
import { MAX_HOPS, type Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail, isTooLong, linkFor, withTipRecipe } from "@/lib/trail/tree";
import { bytesOfBase64 } from "../wall/placeholder";

/** A trail with guests as its tip. */
export interface GuestHop {
  readonly trail: Trail;
  /** Whether it starts anew because the trail so far would not fit a URL any more. */
  readonly isNewTrail: boolean;
  /** Guests for which no URL has room. */
  readonly leftOut: number;
}

/**
 * The trail with one more hop: what guests have in common, each the gallery's own image where the
 * very same file is there. Dials and filters stay. Where that would be too long a link, a new trail
 * starts with them; where even that is, with as many as fit.
 */
export function hopToGuests(trail: Trail, guests: readonly GuestResponse[]): GuestHop {
  if (trail.hops.length < MAX_HOPS) {
    const longer = withGuests(trail, guests);
    if (!isTooLong(linkFor(longer))) return { trail: longer, isNewTrail: false, leftOut: 0 };
  }
  const fresh = emptyTrail(guests[0]?.model ?? trail.model, trail.gallery);
  let count = guests.length;
  let started = withGuests(fresh, guests);
  while (count > 1 && isTooLong(linkFor(started))) {
    count--;
    started = withGuests(fresh, guests.slice(0, count));
  }
  return { trail: started, isNewTrail: trail.hops.length > 0, leftOut: guests.length - count };
}

/** The trail with one ingredient of its tip replaced by a guest: a part of what it was. */
export function withGuestAt(
  trail: Trail,
  recipe: Recipe,
  index: number,
  guest: GuestResponse,
): Trail {
  const carried = carrying(trail, guest);
  const ingredients = recipe.ingredients.map((one, i) => {
    if (i !== index) return one;
    const { crop: _, ...rest } = one;
    return { ...rest, source: sourceOf(guest) };
  });
  return withTipRecipe(carried, { ...recipe, ingredients });
}

function withGuests(trail: Trail, guests: readonly GuestResponse[]): Trail {
  const [first] = guests;
  // A trail that starts here is written with the model that embedded its first image.
  const named = first && trail.hops.length === 0 ? { ...trail, model: first.model } : trail;
  const carried = guests.reduce(carrying, named);
  const ingredients = guests.map((guest) => ({ source: sourceOf(guest), weight: 1 }));
  const tip = trail.hops[trail.tip]?.recipe;
  return addHop(carried, {
    ingredients,
    dials: tip?.dials ?? DEFAULT_DIALS,
    wander: 0,
    filters: tip?.filters ?? {},
  });
}

function sourceOf({ inGallery, id }: GuestResponse): IngredientSource {
  return { kind: inGallery ? "image" : "guest", id };
}

function carrying(trail: Trail, response: GuestResponse): Trail {
  if (response.inGallery) return trail;
  return addGuest(trail, {
    id: response.id,
    vector: Int8Array.from(bytesOfBase64(response.vector), (byte) => (byte << 24) >> 24),
    thumbhash: bytesOfBase64(response.thumbhash),
    ...(response.model === trail.model ? {} : { model: response.model }),
  });
}
