import type { ImageId } from "@/lib/energy/image-id";
import { type Ingredient, MAX_INGREDIENTS, type Recipe } from "@/lib/energy/recipe";
import type { TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { IngredientCard } from "./ingredient-card";

interface IngredientTrayProps {
  readonly trail: Trail;
  readonly recipe: Recipe;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  readonly onTune: (recipe: Recipe) => void;
  readonly onCrop: (index: number) => void;
}

/** All that a query is made of, up to twelve: pulls and pushes, each to be weighed, moved, removed. */
export function IngredientTray(props: IngredientTrayProps) {
  const { ingredients } = props.recipe;
  return (
    <section aria-label="Ingredients">
      <ul className="ingredient-tray">
        {ingredients.map((ingredient, index) => (
          <IngredientCard
            key={keyOf(ingredient, index, ingredients)}
            {...props}
            ingredient={ingredient}
            index={index}
          />
        ))}
      </ul>
      {ingredients.length >= MAX_INGREDIENTS && (
        <p className="mt-2 text-muted text-xs">
          {MAX_INGREDIENTS} ingredients are as many as a query can have: remove one to add another.
        </p>
      )}
    </section>
  );
}

/** Stays with an ingredient when it is moved; one source may stand twice, as a whole and as a part. */
function keyOf(ingredient: Ingredient, index: number, all: readonly Ingredient[]): string {
  const name = (one: Ingredient) => JSON.stringify([one.source, one.crop]);
  const own = name(ingredient);
  const before = all.slice(0, index).filter((other) => name(other) === own).length;
  return `${own}${before}`;
}
