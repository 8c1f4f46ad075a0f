import type { ImageId } from "@/lib/energy/image-id";
import { type Ingredient, MAX_INGREDIENTS, type Recipe } from "@/lib/energy/recipe";
import { canBeApart, setApart } from "@/lib/energy/recipe-changes";
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
      {canBeApart(props.recipe) && <ApartChoice {...props} />}
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

/** What several pulls mean together. */
function ApartChoice({ recipe, onTune }: Pick<IngredientTrayProps, "recipe" | "onTune">) {
  const isApart = recipe.isApart === true;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
    <div role="group" aria-label="What the wall shows" className="-mx-1 mb-2 flex gap-1">
      {APART_CHOICES.map(({ name, says, isChosenBy }) => (
        <button
          key={name}
          type="button"
          aria-pressed={isApart === isChosenBy}
          title={says}
          onClick={() => onTune(setApart(recipe, isChosenBy))}
          className="choice"
        >
          {name}
        </button>
      ))}
    </div>
  );
}

const APART_CHOICES = [
  {
    name: "What they have in common",
    says: "One question: pictures that are near to all of them at once",
    isChosenBy: false,
  },
  {
    name: "Any of these",
    says: "A question each, in turns: a cat and a cathedral, not something between",
    isChosenBy: true,
  },
] as const;

/** Stays with an ingredient when it is moved; one source may stand twice, as a whole and as a part. */
function keyOf(ingredient: Ingredient, index: number, all: readonly Ingredient[]): string {
  const name = (one: Ingredient) => JSON.stringify([one.source, one.crop]);
  const own = name(ingredient);
  const before = all.slice(0, index).filter((other) => name(other) === own).length;
  return `${own}${before}`;
}
