import type { ImageId } from "@/lib/energy/image-id";
import { seededRandom } from "@/lib/energy/prng";
import { MAX_INGREDIENTS, type Recipe } from "@/lib/energy/recipe";
import { MAX_HOPS, type Trail } from "./trail";
import { addHop, emptyTrail, isTooLong, linkFor } from "./tree";

/** How long one image stays, in ms: at the default, 150 of them an hour. */
export const PACES_MS = [12_000, 24_000, 60_000] as const;
export type PaceMs = (typeof PACES_MS)[number];
const DEFAULT_PACE_MS: PaceMs = 24_000;

/** Tiles of a wall that count as around the image: the next step is one of them. */
const NEAR_TILES = 48;
/** Of those that were not visited yet, how many may be next: always the first would go in circles. */
const CHOICES = 5;
/** Variety on the walls it walks, so that it is not led from copy to copy. */
const WANDER = 0.3;

/** A wall that walks by itself. Time passes only by {@link tick}: nothing here knows a clock. */
export interface Stroll {
  /** What it stays near: a trail of the one hop it began with. */
  readonly theme: Trail;
  /** Its own way, of which the tip is looked at; begun anew where a link would have no room for more. */
  readonly walk: Trail;
  /** The image that is the query; `undefined` while it is at the theme. */
  readonly now: ImageId | undefined;
  /** Images that were the query in this round. */
  readonly visited: ReadonlySet<ImageId>;
  /** From 1: another begins when there is nothing left that was not visited. */
  readonly round: number;
  readonly paceMs: PaceMs;
  /** How long the image has stayed, in ms. */
  readonly passedMs: number;
  readonly isPaused: boolean;
}

/** Where a stroll goes next. */
export type NextStep =
  /** To an image around the present one, or farther where all around were visited. */
  | { readonly kind: "go"; readonly id: ImageId; readonly isElsewhere: boolean }
  /** Everything was visited: a fresh round, from the theme. */
  | { readonly kind: "round" }
  /** There is nowhere to go: the gallery has nothing besides what is asked with. */
  | { readonly kind: "alone" };

/** A stroll that begins at the tip of a trail. */
export function startStroll(trail: Trail): Stroll {
  const recipe = trail.hops[trail.tip]?.recipe;
  const empty: Trail = { ...emptyTrail(trail.model, trail.gallery), guests: trail.guests };
  const theme = recipe ? addHop(empty, recipe) : empty;
  return {
    theme,
    walk: theme,
    now: undefined,
    visited: new Set(),
    round: 1,
    paceMs: DEFAULT_PACE_MS,
    passedMs: 0,
    isPaused: false,
  };
}

/** Time went by; not while it is paused. */
export function tick(stroll: Stroll, ms: number): Stroll {
  return stroll.isPaused ? stroll : { ...stroll, passedMs: stroll.passedMs + Math.max(0, ms) };
}

/** Whether the image has stayed long enough. */
export function isDue({ passedMs, paceMs }: Stroll): boolean {
  return passedMs >= paceMs;
}

/**
 * Where a stroll goes from a wall. No chance is involved: the same walk goes the same way.
 *
 * @param wall images on the wall of its `walk`, in order.
 */
export function nextStep(stroll: Stroll, wall: readonly ImageId[]): NextStep {
  const { visited, now, round } = stroll;
  const isNew = (id: ImageId) => !visited.has(id) && id !== now;
  const near = wall.slice(0, NEAR_TILES).filter(isNew);
  const random = seededRandom(`${round} ${visited.size} ${now ?? ""}`);
  const chosen = near[Math.floor(random() * Math.min(CHOICES, near.length))];
  if (chosen) return { kind: "go", id: chosen, isElsewhere: false };
  const farther = wall.slice(NEAR_TILES).find(isNew);
  if (farther) return { kind: "go", id: farther, isElsewhere: true };
  return stroll.walk === stroll.theme ? { kind: "alone" } : { kind: "round" };
}

/** A stroll that has come to an image. */
export function goTo(stroll: Stroll, id: ImageId): Stroll {
  const { theme, walk } = stroll;
  return {
    ...stroll,
    walk: stepped(walk, theme, id) ?? stepped(theme, theme, id) ?? theme,
    now: id,
    visited: new Set([...stroll.visited, id]),
    passedMs: 0,
  };
}

/** A stroll that begins its next round at the theme; where it just was is not where it goes first. */
export function nextRound(stroll: Stroll): Stroll {
  return { ...stroll, walk: stroll.theme, visited: new Set(), round: stroll.round + 1 };
}

/** A stroll that does not show an image, and will not be led to it again in this round. */
export function passBy(stroll: Stroll, id: ImageId): Stroll {
  return { ...stroll, visited: new Set([...stroll.visited, id]) };
}

/** The walk with one hop more; `undefined` where a link has no room for it. */
function stepped(walk: Trail, theme: Trail, id: ImageId): Trail | undefined {
  const asked = theme.hops[0]?.recipe;
  if (!asked || walk.hops.length >= MAX_HOPS) return undefined;
  const next = addHop(walk, themed(asked, id));
  return isTooLong(linkFor(next)) ? undefined : next;
}

/** What is asked at an image: it and the theme, so that the walk does not drift off for good. */
function themed(theme: Recipe, id: ImageId): Recipe {
  const { isWanderHeld: _, ...rest } = theme;
  return {
    ...rest,
    ingredients: [
      { source: { kind: "image", id }, weight: 1 },
      ...theme.ingredients.slice(0, MAX_INGREDIENTS - 1),
    ],
    wander: Math.max(WANDER, theme.wander),
  };
}
