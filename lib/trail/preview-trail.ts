import { type Ingredient, recipeOf } from "@/lib/energy/recipe";
import { spaced } from "@/lib/spaced";
import { encodeTrail } from "./encode";
import { pixelAspects } from "./guest-vector";
import type { Hop, Trail } from "./trail";
import { pathTo } from "./tree";

/** Hops that a preview shows: more are too small to be told apart where previews are shown. */
export const PREVIEW_STOPS = 7;

/**
 * Longest code of a preview. A page's link may have 8,000 characters, but not every program that
 * makes previews follows an image's address beyond some 2,048.
 */
export const MAX_PREVIEW_CODE_CHARS = 1_900;

/** Words of a hop that is shown small are cut here. */
const MAX_SHOWN_WORDS = 60;

/**
 * The part of a trail that its preview shows, as a trail: the path to the tip without branches and
 * notes; where that is still too long, its hops bare of all but what they are shown by; then only
 * {@link PREVIEW_STOPS} of them, evenly spaced; then guests with their colours and light alone; then
 * with their blur alone. Its code has at most {@link MAX_PREVIEW_CODE_CHARS} characters, whatever the trail.
 */
export function previewTrail(trail: Trail): Trail {
  const path = pathTo(trail);
  const few = spaced(path, PREVIEW_STOPS);
  const versions = [
    () => alongPath(trail, path, withoutNote),
    () => alongPath(trail, path, bare),
    () => alongPath(trail, few, bare),
    () => withVectors(alongPath(trail, few, bare), pixelAspects),
    () => withVectors(alongPath(trail, few, bare), noAspects),
  ];
  for (const version of versions) {
    const made = version();
    if (encodeTrail(made).length <= MAX_PREVIEW_CODE_CHARS) return made;
  }
  return { ...withVectors(alongPath(trail, path.slice(-1), bare), noAspects), model: "" };
}

/** Which gallery it was written in does not change what is seen of it in this one. */
const NO_GALLERY = { id: "", revision: 0 };

/** Hops of which nothing can be read are left out. */
function alongPath(
  { model, guests, hops }: Trail,
  path: readonly number[],
  change: (hop: Hop, isTip: boolean) => Pick<Hop, "recipe" | "name">,
): Trail {
  const kept = path
    .flatMap((index, i) => {
      const hop = hops[index];
      return hop ? [change(hop, i === path.length - 1)] : [];
    })
    .filter(({ recipe }) => recipe.ingredients.length > 0)
    .map((hop, i) => ({ parent: i - 1, ...hop }));
  return { model, gallery: NO_GALLERY, guests, hops: kept, tip: kept.length - 1 };
}

function withoutNote({ recipe, name }: Hop, isTip: boolean): Pick<Hop, "recipe" | "name"> {
  return { recipe, ...(isTip && name ? { name } : {}) };
}

/** A hop with what it is shown by, and with nothing else. */
function bare(hop: Hop, isTip: boolean): Pick<Hop, "recipe" | "name"> {
  const { ingredients } = hop.recipe;
  const shown =
    ingredients.find(({ weight, source }) => weight > 0 && source.kind !== "words") ??
    ingredients.find(({ weight }) => weight > 0) ??
    ingredients[0];
  const recipe = recipeOf(shown ? [bareIngredient(shown)] : []);
  return { recipe, ...(isTip && hop.name ? { name: hop.name } : {}) };
}

function bareIngredient({ source, weight }: Ingredient): Ingredient {
  const sign = weight < 0 ? -1 : 1;
  return source.kind === "words"
    ? { source: { kind: "words", text: cutWords(source.text) }, weight: sign }
    : { source, weight: sign };
}

/** By characters, so that none is cut in half. */
function cutWords(text: string): string {
  return [...text].slice(0, MAX_SHOWN_WORDS).join("").trim() || text;
}

function withVectors(trail: Trail, change: (vector: Int8Array) => Int8Array): Trail {
  const guests = trail.guests.map((guest) => ({ ...guest, vector: change(guest.vector) }));
  return { ...trail, guests };
}

const noAspects = () => new Int8Array(0);
