import type { IngredientSource, Recipe } from "@/lib/energy/recipe";
import type { BridgeResponse, GuestResponse } from "@/lib/search/contract";
import { MAX_HOPS, type Trail } from "@/lib/trail/trail";
import { addGuest, addHop, emptyTrail, isTooLong, linkFor } from "@/lib/trail/tree";
import { hopToGuests } from "../explorer/guest-hop";

/** Where a bridge is to lead: an image or guest that the trail knows, or one that was just brought. */
export type Goal = { readonly source: IngredientSource } | { readonly guest: GuestResponse };

/**
 * The trail of two hops that a bridge is asked for with: what the tip asks, and the goal under the same
 * dials and filters. `undefined` for a trail without hops.
 */
export function askedTrail(trail: Trail, goal: Goal): Trail | undefined {
  const tip = trail.hops[trail.tip];
  if (!tip) return undefined;
  const base = { ...emptyTrail(trail.model, trail.gallery), guests: trail.guests };
  const start = addHop(base, tip.recipe);
  return "guest" in goal
    ? hopToGuests(start, [goal.guest]).trail
    : addHop(start, stepTo(tip.recipe, goal.source));
}

/**
 * The trail that a bridge is walked on: its stops as hops from the tip on, up to and with stop `last`.
 * Where a link has no room for them it starts anew with the bridge.
 *
 * @param asked the trail that the bridge was asked for with.
 */
export function walkedTrail(
  trail: Trail,
  asked: Trail,
  { stops }: BridgeResponse,
  last: number = stops.length - 1,
): Trail {
  const [start, goal] = asked.hops;
  if (!start || !goal) return trail;
  const recipes = stops.slice(1, last + 1).flatMap(({ id }, i) => {
    if (i === stops.length - 2) return [goal.recipe];
    return id ? [stepTo(start.recipe, { kind: "image", id })] : [];
  });
  const walk = (from: Trail) => recipes.reduce((walked, recipe) => addHop(walked, recipe), from);
  if (trail.hops.length + recipes.length <= MAX_HOPS) {
    const longer = walk(asked.guests.reduce(addGuest, trail));
    if (!isTooLong(linkFor(longer))) return longer;
  }
  const fresh = { ...emptyTrail(asked.model, asked.gallery), guests: asked.guests };
  return walk(addHop(fresh, start.recipe));
}

/** One picture under the dials and filters in force. */
function stepTo({ dials, filters }: Recipe, source: IngredientSource): Recipe {
  return { ingredients: [{ source, weight: 1 }], dials, wander: 0, filters };
}
