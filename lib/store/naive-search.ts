import { dot } from "@/lib/energy/unit-vector";
import { matchesFilters } from "./filter-match";
import type { Hit, ImageRow, SearchOptions } from "./vector-store";

/** What a search must find, the slow and certain way: every row, in float64. */
export function naiveSearch(
  rows: readonly ImageRow[],
  query: Float32Array,
  { limit, exclude, filters }: SearchOptions,
): Hit[] {
  return rows
    .filter((row) => !exclude?.has(row.id) && matchesFilters(row, filters ?? {}))
    .map(({ id, energy, width, height }) => ({
      id,
      score: Math.fround(dot(query, energy)),
      aspectRatio: width / height,
    }))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, limit);
}
