import type { Filters } from "@/lib/energy/recipe";

/** Filters by which several values may pass. */
type ListFilter = "made" | "orientation" | "licence" | "source";

/** Filters with one value let through, or no longer; none left means that nothing is filtered. */
export function toggled<K extends ListFilter>(
  filters: Filters,
  key: K,
  value: NonNullable<Filters[K]>[number],
): Filters {
  const { [key]: before, ...rest } = filters;
  const values: readonly string[] = before ?? [];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return next.length === 0 ? rest : { ...rest, [key]: next };
}

/** Filters with one end of the years set, or left open. */
export function withYear(
  filters: Filters,
  end: "yearFrom" | "yearTo",
  year: number | undefined,
): Filters {
  const { [end]: _, ...rest } = filters;
  return year === undefined ? rest : { ...rest, [end]: year };
}

/** How many things are filtered by. */
export function countFilters(filters: Filters): number {
  return Object.keys(filters).length;
}
