import type { Recipe } from "@/lib/energy/recipe";
import { PRESETS, presetOf } from "@/lib/energy/recipe-changes";

interface PresetRowProps {
  readonly recipe: Recipe;
  readonly onTune: (recipe: Recipe) => void;
}

/** Settings of the dials that people have a word for. */
export function PresetRow({ recipe, onTune }: PresetRowProps) {
  const current = presetOf(recipe.dials);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
    <div role="group" aria-label="What counts" className="flex gap-1">
      {PRESETS.map((preset) => (
        <button
          key={preset.id}
          type="button"
          aria-pressed={preset === current}
          onClick={() => onTune({ ...recipe, dials: preset.dials })}
          className="choice"
        >
          {preset.name}
        </button>
      ))}
    </div>
  );
}
