import type { Ingredient, IngredientSource } from "@/lib/energy/recipe";
import type { Trail } from "@/lib/trail/trail";

/** An image of the gallery or a guest. */
export type PictureSource = Exclude<IngredientSource, { kind: "words" }>;

/**
 * Pictures that a trail asks with, each once, the latest first.
 *
 * @param isOffered of the ingredients with a picture.
 */
export function latestPictures(
  { hops }: Trail,
  most: number,
  isOffered: (ingredient: Ingredient) => boolean,
): PictureSource[] {
  const found = new Map<string, PictureSource>();
  for (const { recipe } of hops.toReversed()) {
    for (const ingredient of recipe.ingredients) {
      const { source } = ingredient;
      if (source.kind === "words" || found.has(source.id) || !isOffered(ingredient)) continue;
      found.set(source.id, source);
    }
  }
  return [...found.values()].slice(0, most);
}
