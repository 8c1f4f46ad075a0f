import { ASPECTS, type Aspect, type PerAspect, perAspect } from "./aspects";
import {
  type Crop,
  DEFAULT_DIALS,
  type Dials,
  equalDials,
  type Ingredient,
  type IngredientSource,
  MAX_INGREDIENTS,
  MAX_WORDS_CHARS,
  type Recipe,
} from "./recipe";
import { firstChars, tidyWords } from "./tidy-words";

/** A setting of the dials that people have a word for. */
export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly dials: Dials;
}

/** The presets, in the order shown. "Same mood" is what a trail starts with less the thing itself. */
export const PRESETS: readonly Preset[] = [
  { id: "everything", name: "Everything", dials: DEFAULT_DIALS },
  { id: "mood", name: "Same mood", dials: { subject: 0.1, style: 0.6, palette: 0.8, light: 0.8 } },
  { id: "thing", name: "Same thing", dials: { subject: 1, style: 0, palette: 0, light: 0 } },
  { id: "hand", name: "Same hand", dials: { subject: 0, style: 1, palette: 0.1, light: 0 } },
  { id: "colours", name: "Same colours", dials: { subject: 0, style: 0, palette: 1, light: 0 } },
  { id: "light", name: "Same light", dials: { subject: 0, style: 0, palette: 0, light: 1 } },
];

/** The preset that the dials stand at; `undefined` when they were turned by hand. */
export function presetOf(dials: Dials): Preset | undefined {
  return PRESETS.find((preset) => equalDials(preset.dials, dials));
}

/** A number as a recipe holds it: a hundredth within [`low`, `high`]; what is none becomes `low`. */
function hundredth(value: number, low: number, high: number): number {
  if (!Number.isFinite(value)) return low;
  return Math.round(Math.min(high, Math.max(low, value)) * 100) / 100;
}

/** One dial turned to a value; beyond [0, 1] it stops at the end. */
export function turnDial(recipe: Recipe, aspect: Aspect, value: number): Recipe {
  return { ...recipe, dials: { ...recipe.dials, [aspect]: hundredth(value, 0, 1) } };
}

/** Wander set to a value; beyond [0, 1] it stops at the end. */
export function setWander(recipe: Recipe, wander: number): Recipe {
  const { isWanderHeld, ...rest } = recipe;
  const set = hundredth(wander, 0, 1);
  return { ...rest, wander: set, ...(isWanderHeld && set > 0 ? { isWanderHeld } : {}) };
}

/** Whether wander stays as it is from hop to hop. */
export function holdWander(recipe: Recipe, isHeld: boolean): Recipe {
  const { isWanderHeld: _, ...rest } = recipe;
  return isHeld ? { ...rest, isWanderHeld: true } : rest;
}

/** Whether the pulls of a recipe can be asked apart: there are two or more. */
export function canBeApart({ ingredients }: Recipe): boolean {
  return ingredients.filter(({ weight }) => weight > 0).length > 1;
}

/** A recipe that asks for any of its pulls, or for what they have in common. */
export function setApart(recipe: Recipe, isApart: boolean): Recipe {
  const { isApart: _, ...rest } = recipe;
  return isApart ? { ...rest, isApart: true } : rest;
}

/** Whether a recipe can take one more ingredient. */
export function hasRoom({ ingredients }: Recipe): boolean {
  return ingredients.length < MAX_INGREDIENTS;
}

/**
 * A recipe with an ingredient more. The same source, uncropped, is not added twice: its weight becomes
 * this one. Nothing changes where there is no room; see {@link hasRoom}.
 */
export function addIngredient(recipe: Recipe, added: Ingredient): Recipe {
  const at = recipe.ingredients.findIndex(
    ({ source, crop }) => sameSource(source, added.source) && !crop && !added.crop,
  );
  if (at >= 0) return changeIngredient(recipe, at, { weight: added.weight });
  if (!hasRoom(recipe)) return recipe;
  return { ...recipe, ingredients: [...recipe.ingredients, added] };
}

/** Words as an ingredient: tidied, at most 300 characters; `undefined` where nothing is left. */
export function wordsIngredient(text: string, weight = 1): Ingredient | undefined {
  const tidy = firstChars(tidyWords(text), MAX_WORDS_CHARS);
  return tidy ? { source: { kind: "words", text: tidy }, weight } : undefined;
}

/** What can be changed of an ingredient that is there. */
export interface IngredientChange {
  /** In [−1, 1]; 0 becomes the smallest weight of the sign it had. */
  readonly weight?: number;
  readonly aspects?: PerAspect;
  readonly isHeld?: boolean;
  /** A part of the picture. */
  readonly crop?: Crop;
}

/** A recipe with one ingredient changed. */
export function changeIngredient(recipe: Recipe, index: number, change: IngredientChange): Recipe {
  return {
    ...recipe,
    ingredients: recipe.ingredients.map((one, i) => (i === index ? changed(one, change) : one)),
  };
}

function changed(
  ingredient: Ingredient,
  { weight, aspects, isHeld, crop }: IngredientChange,
): Ingredient {
  const { aspects: counted, isHeld: held, ...rest } = ingredient;
  const nextAspects = aspects ? partial(aspects) : counted;
  return {
    ...rest,
    weight: weight === undefined ? ingredient.weight : nonZero(weight, ingredient.weight),
    ...(nextAspects ? { aspects: nextAspects } : {}),
    ...(crop ? { crop } : {}),
    ...((isHeld ?? held) ? { isHeld: true as const } : {}),
  };
}

/** Aspects where one counts less than fully; all of them, fully, is what a recipe leaves unsaid. */
function partial(aspects: PerAspect): PerAspect | undefined {
  return ASPECTS.every((aspect) => aspects[aspect] === 1) ? undefined : aspects;
}

/** Weight 0 says nothing and has no place in a link. */
function nonZero(weight: number, before: number): number {
  const set = hundredth(weight, -1, 1);
  return set === 0 ? 0.01 * Math.sign(before) : set;
}

/** Whether an aspect of an ingredient counts. */
export function counts({ aspects }: Ingredient, aspect: Aspect): boolean {
  return (aspects?.[aspect] ?? 1) > 0;
}

/** An ingredient's aspect switched on or off; the last one that counts stays on. */
export function toggleAspect(recipe: Recipe, index: number, aspect: Aspect): Recipe {
  const ingredient = recipe.ingredients[index];
  if (!ingredient) return recipe;
  const aspects = perAspect((one) => (counts(ingredient, one) !== (one === aspect) ? 1 : 0));
  if (ASPECTS.every((one) => aspects[one] === 0)) return recipe;
  return changeIngredient(recipe, index, { aspects });
}

/** A recipe without one of its ingredients; the last one stays, because a recipe needs one. */
export function removeIngredient(recipe: Recipe, index: number): Recipe {
  if (recipe.ingredients.length <= 1) return recipe;
  return { ...recipe, ingredients: recipe.ingredients.filter((_, i) => i !== index) };
}

/** An ingredient moved to another place in the tray. The order changes no wall: it is for the eye. */
export function moveIngredient(recipe: Recipe, from: number, to: number): Recipe {
  const ingredients = [...recipe.ingredients];
  const [moved] = ingredients.splice(from, 1);
  if (!moved || to < 0 || to > ingredients.length) return recipe;
  ingredients.splice(to, 0, moved);
  return { ...recipe, ingredients };
}

/**
 * One aspect of what is looked at held along the trail, everything else free to drift; released where
 * it is held.
 */
export function holdAspect(recipe: Recipe, aspect: Aspect): Recipe {
  const held = recipe.ingredients.findIndex((one) => isHolderOf(one, aspect));
  if (held >= 0) {
    return recipe.ingredients.length > 1
      ? removeIngredient(recipe, held)
      : changeIngredient(recipe, held, { isHeld: false });
  }
  const pulls = recipe.ingredients.filter(({ weight }) => weight > 0);
  const [first] = pulls;
  if (!first || !hasRoom(recipe)) return recipe;
  const only = perAspect((one) => (one === aspect ? 1 : 0));
  return {
    ...recipe,
    ingredients: [...recipe.ingredients, { ...first, aspects: only, isHeld: true }],
  };
}

/** Whether an ingredient is what holds an aspect, and that aspect alone. */
export function isHolderOf(ingredient: Ingredient, aspect: Aspect): boolean {
  return (
    ingredient.isHeld === true &&
    ASPECTS.every((one) => counts(ingredient, one) === (one === aspect))
  );
}

function sameSource(a: IngredientSource, b: IngredientSource): boolean {
  if (a.kind === "words" || b.kind === "words") {
    return a.kind === "words" && b.kind === "words" && a.text === b.text;
  }
  return a.kind === b.kind && a.id === b.id;
}
