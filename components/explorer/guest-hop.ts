import { plainRecipe, type Recipe } from "@/lib/energy/recipe";
import type { GuestResponse } from "@/lib/search/contract";
import type { Guest, Trail } from "@/lib/trail/trail";
import { MAX_HOPS } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail, isTooLong, linkFor } from "@/lib/trail/tree";
import { bytesOfBase64 } from "../wall/placeholder";

/** A trail with a guest as its tip. */
export interface GuestHop {
  readonly trail: Trail;
  /** Whether it starts anew because the trail so far would not fit a URL any more. */
  readonly isNewTrail: boolean;
}

/**
 * The trail with one more hop: a guest, or the gallery's own image where the very same file is
 * there. Where that would be too long a link, a new trail starts with it.
 */
export function hopToGuest(trail: Trail, guest: GuestResponse): GuestHop {
  if (trail.hops.length < MAX_HOPS) {
    const longer = withGuest(trail, guest);
    if (!isTooLong(linkFor(longer))) return { trail: longer, isNewTrail: false };
  }
  return {
    trail: withGuest(emptyTrail(guest.model, trail.gallery), guest),
    isNewTrail: trail.hops.length > 0,
  };
}

function withGuest(trail: Trail, response: GuestResponse): Trail {
  if (response.inGallery) return addHop(trail, plainRecipe(response.id));
  // A trail that starts here is written with the model that embedded its first image.
  const named = trail.hops.length === 0 ? { ...trail, model: response.model } : trail;
  const guest: Guest = {
    id: response.id,
    vector: Int8Array.from(bytesOfBase64(response.vector), (byte) => (byte << 24) >> 24),
    thumbhash: bytesOfBase64(response.thumbhash),
    ...(response.model === named.model ? {} : { model: response.model }),
  };
  return addHop(addGuest(named, guest), guestRecipe(response));
}

function guestRecipe({ id }: GuestResponse): Recipe {
  return { ...plainRecipe(id), ingredients: [{ source: { kind: "guest", id }, weight: 1 }] };
}
