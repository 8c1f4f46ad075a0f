import type { Schemas } from "@qdrant/js-client-rest";
import type { Filters } from "@/lib/energy/recipe";

export type PointFilter = Schemas["Filter"];
type Condition = Schemas["Condition"];

/** What a point is: an image, what is left of one that was removed by hand, or the gallery's state. */
export type PointKind = "image" | "removed" | "gallery";

/** Points of one kind. */
export function ofKind(kind: PointKind): Condition {
  return { key: "kind", match: { value: kind } };
}

/**
 * `matchesFilters` as the engine says it.
 *
 * @returns `undefined` when a list is empty: nothing can pass.
 */
export function filterConditions(filters: Filters): Condition[] | undefined {
  const { made, orientation, licence, source, yearFrom, yearTo } = filters;
  const conditions: Condition[] = [];
  for (const [key, values] of Object.entries({ made, orientation, licence, source })) {
    if (!values) continue;
    if (values.length === 0) return undefined;
    conditions.push({ key, match: { any: [...values] } });
  }
  if (yearFrom !== undefined || yearTo !== undefined) {
    conditions.push({
      key: "year",
      range: {
        ...(yearFrom !== undefined && { gte: yearFrom }),
        ...(yearTo !== undefined && { lte: yearTo }),
      },
    });
  }
  return conditions;
}
