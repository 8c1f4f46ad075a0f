import type { ImageId } from "@/lib/energy/image-id";
import { nextRecipe, plainRecipe, type Recipe } from "@/lib/energy/recipe";
import { AppError } from "@/lib/errors";
import { axisCode } from "./axis-code";
import { toBase64Url } from "./base64url";
import { crc32 } from "./crc32";
import { axesOf, encodeTrail, sealed, trailHead, writeHop } from "./encode";
import { type Guest, type Hop, MAX_CODE_CHARS, MAX_HOPS, type Trail } from "./trail";
import { joinBytes, WireWriter } from "./wire";

/** A trail that goes nowhere yet. */
export function emptyTrail(model: string, gallery: Trail["gallery"]): Trail {
  return { model, gallery, guests: [], hops: [], tip: -1 };
}

/**
 * The trail with one more hop, which is its tip. Where the very same hop was taken from there
 * before, the tip goes to that one instead: walking a way twice does not make two ways.
 *
 * @param from index of the hop it is reached from; −1 starts a new root.
 * @throws {AppError} `invalid_request` when the trail has 200 hops.
 */
export function addHop(trail: Trail, recipe: Recipe, from: number = trail.tip): Trail {
  const known = sameHop(trail, recipe, from);
  if (known >= 0) return withTip(trail, known);
  if (trail.hops.length >= MAX_HOPS) {
    throw new AppError(
      "invalid_request",
      `Expected a trail of at most ${MAX_HOPS} hops but this would be hop ${MAX_HOPS + 1}. Start a new trail from here.`,
    );
  }
  return appendHop(trail, recipe, from);
}

/**
 * The trail with one more hop, which is its tip, or with its tip at the very same hop where that is
 * there, however many there are already: for what a tab keeps, which no link has to carry whole.
 */
export function growTrail(trail: Trail, recipe: Recipe, from: number = trail.tip): Trail {
  const known = sameHop(trail, recipe, from);
  return known >= 0 ? withTip(trail, known) : appendHop(trail, recipe, from);
}

function appendHop(trail: Trail, recipe: Recipe, from: number): Trail {
  const hops: readonly Hop[] = [...trail.hops, { parent: from, recipe }];
  return { ...trail, hops, tip: hops.length - 1 };
}

/** Index of the hop from `from` with this recipe; −1 where there is none. */
function sameHop(trail: Trail, recipe: Recipe, from: number): number {
  const wanted = recipeKey(recipe);
  return trail.hops.findIndex((hop) => hop.parent === from && recipeKey(hop.recipe) === wanted);
}

/** Equal exactly for recipes that a code writes alike. */
export function recipeKey(recipe: Recipe): string {
  const writer = new WireWriter();
  writeHop(writer, { parent: -1, recipe }, 0);
  const axis = recipe.compass ? axisCode(recipe.compass.axis) : "";
  return `${toBase64Url(writer.finish())} ${axis}`;
}

/** The trail with its tip at another hop. @throws {RangeError} when there is no such hop. */
export function withTip(trail: Trail, tip: number): Trail {
  if (!Number.isInteger(tip) || tip < -1 || tip >= trail.hops.length) {
    throw new RangeError(`Expected a hop of ${trail.hops.length} but received ${tip}`);
  }
  return { ...trail, tip };
}

/** The trail with a guest that its hops may name; one that is there already is replaced. */
export function addGuest(trail: Trail, guest: Guest): Trail {
  return { ...trail, guests: [...trail.guests.filter(({ id }) => id !== guest.id), guest] };
}

/** The hop that is looked at. @throws {AppError} `invalid_request` for a trail without hops. */
export function tipOf(trail: Trail): Hop {
  const hop = trail.hops[trail.tip];
  if (!hop) throw new AppError("invalid_request", "Expected a trail with a hop but it has none.");
  return hop;
}

/** A guest of one trail as another carries it: it names its model where that is not the other's. */
export function guestFor(guest: Guest, from: Trail, to: Trail): Guest {
  const { model = from.model, ...rest } = guest;
  return model === to.model ? rest : { ...rest, model };
}

/** Indices of the hops from a root to `index`, both included; empty for −1. */
export function pathTo(trail: Trail, index: number = trail.tip): number[] {
  const path: number[] = [];
  for (let at = index; at >= 0; at = trail.hops[at]?.parent ?? -1) path.push(at);
  return path.reverse();
}

/** Every image and guest that any hop of the trail asks with: none of them is shown on its walls. */
export function queryImages(trail: Trail): Set<ImageId> {
  const ids = new Set<ImageId>();
  for (const { recipe } of trail.hops) {
    for (const { source } of recipe.ingredients) if (source.kind !== "words") ids.add(source.id);
  }
  return ids;
}

/** The path of a trail's page. */
export function linkFor(trail: Trail): `/t/${string}` {
  return `/t/${encodeTrail(trail)}`;
}

/** Whether a link is longer than every browser, server and proxy can be trusted to carry. */
export function isTooLong(link: string): boolean {
  return link.length - "/t/".length > MAX_CODE_CHARS;
}

/** The trail with its tip asking something else: dials turned, ingredients added. Not a new hop. */
export function withTipRecipe(trail: Trail, recipe: Recipe): Trail {
  const hops = trail.hops.map((hop, index) => (index === trail.tip ? { ...hop, recipe } : hop));
  return { ...trail, hops };
}

/** What is asked when someone walks on from the tip to an image. */
export function recipeOnward(trail: Trail, id: ImageId): Recipe {
  const tip = trail.hops[trail.tip];
  return tip ? nextRecipe(tip.recipe, id) : plainRecipe(id);
}

/** Makes the links of a wall's tiles. */
export interface HopEncoder {
  /** `linkFor(addHop(trail, recipeOnward(trail, id)))`; `undefined` when the trail is full. */
  linkTo(id: ImageId): `/t/${string}` | undefined;
}

/**
 * An encoder of links that are `trail` and one hop more. All that the links share is written
 * once, so that a link costs microseconds even where the trail is near its limit.
 */
export function createHopEncoder(trail: Trail): HopEncoder {
  const known = new Map<string, number>();
  trail.hops.forEach((hop, index) => {
    if (hop.parent === trail.tip) known.set(recipeKey(hop.recipe), index);
  });
  const head = trailHead(trail);
  // What is walked on to keeps the tip's compass: its axis is among the trail's.
  const axes = axesOf(trail);
  const tail = trail.unknown ?? new Uint8Array(0);
  const headSum = crc32(head);
  // Base64 turns 3 bytes into 4 characters: what is shared is cut where a group ends.
  const shared = head.length - (head.length % 3);
  const prefix = toBase64Url(head.subarray(0, shared));
  const rest = head.subarray(shared);

  return {
    linkTo(id) {
      const recipe = recipeOnward(trail, id);
      const index = known.size > 0 ? known.get(recipeKey(recipe)) : undefined;
      if (index !== undefined) return linkFor(withTip(trail, index));
      if (trail.hops.length >= MAX_HOPS) return undefined;
      const writer = new WireWriter();
      writeHop(writer, { parent: trail.tip, recipe }, trail.hops.length, axes);
      const added = joinBytes([writer.finish(), tail]);
      return `/t/${prefix}${toBase64Url(sealed(joinBytes([rest, added]), crc32(added, headSum)))}`;
    },
  };
}
