import { useQuery } from "@tanstack/react-query";
import type { Filters, Recipe } from "@/lib/energy/recipe";
import type { Facets } from "@/lib/search/contract";
import { facetsQuery } from "../explorer/wall-query";
import { countFilters, toggled, withYear } from "./change-filters";
import { FilterChoices } from "./filter-choices";

interface FiltersPanelProps {
  readonly recipe: Recipe;
  readonly onTune: (recipe: Recipe) => void;
}

const MADE_NAMES = {
  generator: "Made by a generator",
  person: "By a person or a camera",
  unknown: "Not known",
} as const;
const ORIENTATION_NAMES = { landscape: "Wide", portrait: "Upright", square: "Square" } as const;

/** What the wall may show: counts say what this gallery has. */
export function FiltersPanel({ recipe, onTune }: FiltersPanelProps) {
  const { data: facets } = useQuery(facetsQuery());
  const { filters } = recipe;
  const hasYears = filters.yearFrom !== undefined || filters.yearTo !== undefined;
  const set = (next: Filters) => onTune({ ...recipe, filters: next });
  if (!facets) return <p className="min-h-24 text-muted text-sm">Counting …</p>;
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-4">
      <FilterChoices
        label="Made"
        choices={named(MADE_NAMES, facets.made)}
        chosen={filters.made}
        isOff={filters.isTwin === true}
        onToggle={(made) => set(toggled(filters, "made", made))}
      />
      <FilterChoices
        label="Shape"
        choices={named(ORIENTATION_NAMES, facets.orientation)}
        chosen={filters.orientation}
        onToggle={(shape) => set(toggled(filters, "orientation", shape))}
      />
      <FilterChoices
        label="Licence"
        choices={facets.licences.map(({ name, count }) => ({ value: name, name, count }))}
        chosen={filters.licence}
        onToggle={(licence) => set(toggled(filters, "licence", licence))}
      />
      <FilterChoices
        label="Source"
        choices={facets.sources.map(({ name, count }) => ({ value: name, name, count }))}
        chosen={filters.source}
        onToggle={(source) => set(toggled(filters, "source", source))}
      />
      {(facets.years || hasYears) && (
        <Years years={facets.years} filters={filters} onChange={set} />
      )}
      <label className="flex min-h-9 items-center gap-2 self-end text-sm">
        <input
          type="checkbox"
          checked={filters.isTwin === true}
          onChange={(event) => {
            const { isTwin: _, made: __, ...rest } = filters;
            set(event.currentTarget.checked ? { ...rest, isTwin: true } : rest);
          }}
          className="size-4 accent-(--ink)"
        />
        Side by side: generated left, all else right
      </label>
      {countFilters(filters) > 0 && (
        <button type="button" className="pill self-end" onClick={() => set({})}>
          Take all filters off
        </button>
      )}
    </div>
  );
}

function named<T extends string>(
  names: Readonly<Record<T, string>>,
  counts: Readonly<Record<T, number>>,
): { value: T; name: string; count: number }[] {
  return (Object.keys(names) as T[]).map((value) => ({
    value,
    name: names[value],
    count: counts[value],
  }));
}

interface YearsProps {
  /** Absent where no image says its year. */
  readonly years: Facets["years"];
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

function Years({ years, filters, onChange }: YearsProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-muted text-xs">Year ({years?.count ?? 0} say theirs)</legend>
      <div className="flex items-center gap-2 text-sm">
        <Year
          label="From the year"
          value={filters.yearFrom}
          placeholder={years?.from}
          onChange={(year) => onChange(withYear(filters, "yearFrom", year))}
        />
        –
        <Year
          label="To the year"
          value={filters.yearTo}
          placeholder={years?.to}
          onChange={(year) => onChange(withYear(filters, "yearTo", year))}
        />
      </div>
    </fieldset>
  );
}

interface YearProps {
  readonly label: string;
  readonly value: number | undefined;
  readonly placeholder: number | undefined;
  readonly onChange: (year: number | undefined) => void;
}

function Year({ label, value, placeholder, onChange }: YearProps) {
  return (
    <input
      type="number"
      aria-label={label}
      value={value ?? ""}
      placeholder={placeholder?.toString()}
      min={-10_000}
      max={9_999}
      onChange={(event) => {
        const { valueAsNumber } = event.currentTarget;
        onChange(Number.isInteger(valueAsNumber) ? valueAsNumber : undefined);
      }}
      className="field field-small w-24"
    />
  );
}
