import { ASPECTS, type Aspect, type PerAspect, perAspect } from "./aspects";
import type { ImageId } from "./image-id";

/** Limits that hold wherever a recipe comes from (design §5). */
export const MAX_INGREDIENTS = 12;
export const MAX_WORDS_CHARS = 300;
export const MAX_POLE_SOURCES = 6;
export const MAX_POLE_NAME_CHARS = 40;

/** A rectangle of an image, in fractions of its width and height; all in [0, 1], steps of 1/1000. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What an ingredient is: an image of the gallery, a guest that the trail carries, or words. */
export type IngredientSource =
  | { readonly kind: "image"; readonly id: ImageId }
  | { readonly kind: "guest"; readonly id: ImageId }
  | { readonly kind: "words"; readonly text: string };

/** One thing a query is made of. */
export interface Ingredient {
  readonly source: IngredientSource;
  /** In [−1, 1], steps of 0.01, never 0: positive pulls, negative pushes. */
  readonly weight: number;
  /** Only for images of the gallery; a guest's crop is cut in the browser and is a guest itself. */
  readonly crop?: Crop;
  /** Which of its aspects count, each in [0, 1], steps of 0.01. Absent: all of them, fully. */
  readonly aspects?: PerAspect;
  /** It goes along to the next hop, where its aspects are its own: "this palette, whatever comes". */
  readonly isHeld?: true;
}

/** One end of an axis: what it is called, and what it is made of; at least one, at most six. */
export interface AxisPole {
  /** 1 to 40 characters. */
  readonly name: string;
  readonly sources: readonly IngredientSource[];
}

/** A direction that a person thinks in: "calm ↔ wild". */
export interface Axis {
  readonly low: AxisPole;
  readonly high: AxisPole;
}

/** An axis and how far a wall is turned along it. */
export interface Compass {
  readonly axis: Axis;
  /** From −1 (the low pole) to 1 (the high one), steps of 0.01; at 0 nothing is turned. */
  readonly amount: number;
}

/** How much each aspect counts, each in [0, 1], steps of 0.01. */
export type Dials = PerAspect;

/** What the wall may show. An absent field does not filter. */
export interface Filters {
  /** Any of: made by a generator, made by a person or camera, not known. */
  readonly made?: readonly ("generator" | "person" | "unknown")[];
  readonly orientation?: readonly ("landscape" | "portrait" | "square")[];
  readonly licence?: readonly string[];
  readonly source?: readonly string[];
  /** Inclusive; images whose year is not known are left out when either is set. */
  readonly yearFrom?: number;
  readonly yearTo?: number;
  /** Two columns instead of `made`: what generators made beside all else. */
  readonly isTwin?: true;
}

/** What is being looked at: ingredients, dials, filters (design: "Words"). */
export interface Recipe {
  readonly ingredients: readonly Ingredient[];
  readonly dials: Dials;
  /** From 0 ("closest") to 1 ("surprise me"), steps of 0.01. */
  readonly wander: number;
  /** Wander stays what it is from hop to hop, instead of settling. */
  readonly isWanderHeld?: true;
  readonly filters: Filters;
  /**
   * Any of the pulls, each a question of its own, instead of what they have in common. Says nothing
   * where there are fewer than two.
   */
  readonly isApart?: true;
  /** A fifth dial. */
  readonly compass?: Compass;
}

/** People explore first and settle later: what is left of wander a hop further on. */
const WANDER_KEPT = 0.7;
/** Less wander than this moves nothing that anyone would see. */
const MIN_WANDER = 0.05;

/** All aspects with equal say: the dials a trail starts with. */
export const DEFAULT_DIALS: Dials = { subject: 0.5, style: 0.5, palette: 0.5, light: 0.5 };

/** What some ingredients ask with default dials, no wander, no filters. */
export function recipeOf(ingredients: readonly Ingredient[]): Recipe {
  return { ingredients, dials: DEFAULT_DIALS, wander: 0, filters: {} };
}

/** The recipe of a plain click: one image, all else default. */
export function plainRecipe(id: ImageId): Recipe {
  return recipeOf([{ source: { kind: "image", id }, weight: 1 }]);
}

/**
 * What is asked when someone walks on from a recipe to an image: dials, filters and compass stay, wander
 * settles unless it is held, held ingredients come along and keep the aspects that they count by.
 */
export function nextRecipe(from: Recipe, id: ImageId): Recipe {
  const held = from.ingredients.filter(({ isHeld, weight }) => isHeld && weight > 0);
  const isTaken = (aspect: Aspect) => held.some(({ aspects }) => (aspects?.[aspect] ?? 1) > 0);
  const left = perAspect((aspect) => (isTaken(aspect) ? 0 : 1));
  const settled = Math.round(from.wander * WANDER_KEPT * 100) / 100;
  return {
    ingredients: [
      {
        source: { kind: "image", id },
        weight: 1,
        // Where all is held the image still has its say, or walking on would change nothing.
        ...(held.length > 0 && ASPECTS.some((aspect) => left[aspect] > 0) ? { aspects: left } : {}),
      },
      ...held,
    ],
    dials: from.dials,
    wander: from.isWanderHeld ? from.wander : settled < MIN_WANDER ? 0 : settled,
    ...(from.isWanderHeld ? { isWanderHeld: true as const } : {}),
    filters: from.filters,
    ...(from.compass ? { compass: from.compass } : {}),
  };
}

/** Whether two sets of dials are the same. */
export function equalDials(a: Dials, b: Dials): boolean {
  return ASPECTS.every((aspect: Aspect) => a[aspect] === b[aspect]);
}
