import { useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { Recipe } from "@/lib/energy/recipe";
import {
  addIngredient,
  changeIngredient,
  hasRoom,
  wordsIngredient,
} from "@/lib/energy/recipe-changes";
import type { TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { CropIngredient } from "../crop/crop-ingredient";
import { withGuestAt } from "../explorer/guest-hop";
import { countFilters } from "./change-filters";
import { DialsPanel } from "./dials-panel";
import { FiltersPanel } from "./filters-panel";
import { IngredientTray } from "./ingredient-tray";
import { PresetRow } from "./preset-row";
import { WordsField } from "./words-field";

interface RecipeBarProps {
  readonly trail: Trail;
  readonly recipe: Recipe;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  readonly onTune: (recipe: Recipe) => void;
  /** Changes more than the recipe: the trail carries another guest. */
  readonly onTrail: (trail: Trail) => void;
  readonly onElsewhere: () => void;
}

type Panel = "dials" | "filters";

/** All that tunes a query, one line until more is asked for. */
export function RecipeBar(props: RecipeBarProps) {
  const { trail, recipe, details, onTune, onTrail } = props;
  const [cropping, setCropping] = useState<number>();
  const cropped = cropping === undefined ? undefined : recipe.ingredients[cropping];
  const [open, setOpen] = useState<Panel>();
  const toggle = (panel: Panel) => setOpen(open === panel ? undefined : panel);
  const picture = recipe.ingredients.findIndex(({ source }) => source.kind !== "words");
  const filters = countFilters(recipe.filters);
  const tray = <IngredientTray {...props} onCrop={setCropping} />;
  const addWords = (text: string) => {
    const words = wordsIngredient(text);
    if (words) onTune(addIngredient(recipe, words));
  };
  return (
    <section aria-label="What the wall goes by" className="px-3 pb-4 sm:px-5">
      <div className="flex flex-wrap items-center gap-2">
        <div className="preset-scroll -mx-3 flex min-w-0 gap-2 overflow-x-auto px-3 max-sm:basis-full sm:mx-0 sm:px-0">
          <PresetRow recipe={recipe} onTune={onTune} />
        </div>
        <Disclosure name="Tune" panel="dials" open={open} onToggle={toggle} />
        {picture >= 0 && (
          <button type="button" className="pill" onClick={() => setCropping(picture)}>
            Crop
          </button>
        )}
        <Disclosure
          name={filters > 0 ? `Filter (${filters})` : "Filter"}
          panel="filters"
          open={open}
          onToggle={toggle}
        />
        <WordsField
          label="Add words to the query"
          placeholder="Add words: calm, teal, backlit …"
          isOff={!hasRoom(recipe)}
          onWords={addWords}
        />
      </div>
      {open === "dials" && (
        <div id="panel-dials" className="mt-3 border-line border-t pt-3">
          <DialsPanel {...props}>{tray}</DialsPanel>
        </div>
      )}
      {open === "filters" && (
        <div id="panel-filters" className="mt-3 border-line border-t pt-3">
          <FiltersPanel {...props} />
        </div>
      )}
      {open !== "dials" && recipe.ingredients.length > 1 && <div className="mt-3">{tray}</div>}
      {cropped && cropping !== undefined && (
        <CropIngredient
          ingredient={cropped}
          details={details}
          onCrop={(crop) => {
            setCropping(undefined);
            onTune(changeIngredient(recipe, cropping, { crop }));
          }}
          onGuest={(guest) => {
            setCropping(undefined);
            onTrail(withGuestAt(trail, recipe, cropping, guest));
          }}
          onClose={() => setCropping(undefined)}
        />
      )}
    </section>
  );
}

interface DisclosureProps {
  readonly name: string;
  readonly panel: Panel;
  readonly open: Panel | undefined;
  readonly onToggle: (panel: Panel) => void;
}

function Disclosure({ name, panel, open, onToggle }: DisclosureProps) {
  return (
    <button
      type="button"
      aria-expanded={open === panel}
      aria-controls={`panel-${panel}`}
      onClick={() => onToggle(panel)}
      className="pill"
    >
      {name}
    </button>
  );
}
