import { ASPECTS } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import type { Ingredient, Recipe } from "@/lib/energy/recipe";
import {
  changeIngredient,
  counts,
  moveIngredient,
  removeIngredient,
  toggleAspect,
} from "@/lib/energy/recipe-changes";
import type { TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { IconButton } from "../controls/icon-button";
import { LineIcon } from "../controls/line-icon";
import { describeIngredient } from "../trail/describe-query";
import { QueryFigure } from "../trail/query-figure";
import { ASPECT_NAMES } from "./aspect-names";

interface IngredientCardProps {
  readonly trail: Trail;
  readonly recipe: Recipe;
  readonly index: number;
  readonly ingredient: Ingredient;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  readonly onTune: (recipe: Recipe) => void;
  readonly onCrop: (index: number) => void;
}

/** One ingredient in the tray: what it is, how much it pulls or pushes, which of its aspects count. */
export function IngredientCard(props: IngredientCardProps) {
  const { trail, recipe, index, ingredient, details, showsMature, onTune } = props;
  const { source, weight, crop } = ingredient;
  const query = describeIngredient(trail, ingredient, details);
  const isPush = weight < 0;
  const percent = Math.round(weight * 100);
  const name = `${query.title}${crop ? ", a part of it" : ""}`;
  return (
    <li className="ingredient" data-push={isPush || undefined}>
      <div className="size-12 shrink-0 overflow-hidden rounded">
        <QueryFigure
          query={query}
          details={source.kind === "image" ? details(source.id) : undefined}
          showsMature={showsMature}
          thumb={320}
          alt=""
        />
      </div>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-1">
          <p className="min-w-0 flex-1 truncate text-xs" title={name}>
            {name}
          </p>
          {source.kind !== "words" && (
            <IconButton
              isSmall
              label={`Take a part of ${name}`}
              isOff={false}
              onPress={() => props.onCrop(index)}
            >
              <LineIcon className="size-3.5" isSharp>
                <path d="M4.5 1v10.5H15M1 4.5h10.5V15" />
              </LineIcon>
            </IconButton>
          )}
          <IconButton
            isSmall
            label={`Move ${name} forward`}
            isOff={index === 0}
            onPress={() => onTune(moveIngredient(recipe, index, index - 1))}
          >
            <span aria-hidden="true">‹</span>
          </IconButton>
          <IconButton
            isSmall
            label={`Move ${name} back`}
            isOff={index === recipe.ingredients.length - 1}
            onPress={() => onTune(moveIngredient(recipe, index, index + 1))}
          >
            <span aria-hidden="true">›</span>
          </IconButton>
          <IconButton
            isSmall
            label={`Remove ${name}`}
            isOff={recipe.ingredients.length === 1}
            onPress={() => onTune(removeIngredient(recipe, index))}
          >
            <span aria-hidden="true">×</span>
          </IconButton>
        </div>
        <div className="flex items-center gap-2">
          <input
            type="range"
            min={-100}
            max={100}
            step={5}
            value={percent}
            aria-label={`How much ${name} counts`}
            aria-valuetext={isPush ? `pushes by ${-percent} %` : `pulls by ${percent} %`}
            onChange={(event) =>
              onTune(
                changeIngredient(recipe, index, {
                  weight: Number(event.currentTarget.value) / 100,
                }),
              )
            }
            style={{ "--at": `${50 + percent / 2}%` } as React.CSSProperties}
            className="dial dial-signed"
          />
          <span aria-hidden="true" className="w-9 text-right text-muted text-xs tabular-nums">
            {isPush ? `−${-percent}` : `+${percent}`}
          </span>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms. */}
        <div role="group" aria-label={`What counts of ${name}`} className="flex gap-1">
          {ASPECTS.map((aspect) => (
            <button
              key={aspect}
              type="button"
              aria-pressed={counts(ingredient, aspect)}
              title={`${ASPECT_NAMES[aspect].name}: ${ASPECT_NAMES[aspect].says}`}
              onClick={() => onTune(toggleAspect(recipe, index, aspect))}
              className="choice choice-small"
            >
              {ASPECT_NAMES[aspect].name}
            </button>
          ))}
        </div>
      </div>
    </li>
  );
}
