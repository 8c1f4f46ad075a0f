import { type PerAspect, perAspect } from "@/lib/energy/aspects";
import type { Filters, Recipe } from "@/lib/energy/recipe";
import type { Trail } from "@/lib/trail/trail";
import { queryImages, tipOf } from "@/lib/trail/tree";
import { arrange } from "./arrange";
import { MAX_WALL_TILES, type TwinColumn, type WallNotice, type WallResponse } from "./contract";
import { openingWall, today } from "./opening-wall";
import { type Query, rank } from "./rank";
import type { SearchDeps } from "./search-deps";
import { wallOf } from "./wall-of";

/**
 * The wall of a trail's tip: at most 2,000 neighbours by descending score, without the trail's own
 * query images. The trail alone decides what it contains.
 *
 * @param options.column of two side by side; the first where a trail that asks for two does not say.
 * @throws {AppError} `invalid_request` for a trail without hops; what store and embedder throw.
 */
export async function trailWall(
  trail: Trail,
  deps: SearchDeps,
  options: { readonly signal?: AbortSignal; readonly column?: TwinColumn } = {},
): Promise<WallResponse> {
  const hop = tipOf(trail);
  const recipe = columnOf(hop.recipe, options.column ?? "made");
  const ranking = await rank(recipe, trail, deps, {
    exclude: queryImages(trail),
    limit: MAX_WALL_TILES,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const { tiles, queries, closeCount, missing } = ranking;
  const [first] = queries;
  const notices: WallNotice[] = hop.unknown
    ? ["part_unread", ...ranking.notices]
    : [...ranking.notices];
  if (!first) {
    const mix = await openingWall(today(), deps);
    return { ...mix, notices: [...notices, ...mix.notices], missing: [...missing] };
  }
  const arranged = await arrange(tiles, recipe, weightsOfAll(queries), trail, deps);
  // Copies are folded away.
  const isCloseTile = new Set(tiles.slice(0, closeCount).map(({ id }) => id));
  const close = arranged.tiles.filter(({ id }) => isCloseTile.has(id)).length;
  return wallOf(
    {
      ...arranged,
      closeCount: hasDivider(recipe) || closeCount === 0 ? close : -1,
      notices,
      missing,
    },
    deps,
  );
}

/** A recipe that asks for two columns, as it is asked for one of them. */
function columnOf(recipe: Recipe, column: TwinColumn): Recipe {
  if (!recipe.filters.isTwin) return recipe;
  const made: Filters["made"] = column === "made" ? ["generator"] : ["person", "unknown"];
  return { ...recipe, filters: { ...recipe.filters, made } };
}

/** What counts for any of several queries: an aspect that one of them has. */
function weightsOfAll(queries: readonly Query[]): PerAspect {
  return perAspect((aspect) => Math.max(...queries.map(({ weights }) => weights[aspect])));
}

/**
 * Whether there is one place where a wall stops being close: not where it wanders or follows
 * a compass, and not where one query goes by words and images at once, which neither yardstick measures (docs/adr/0008).
 */
function hasDivider({ wander, ingredients, isApart, compass }: Recipe): boolean {
  if (compass && compass.amount !== 0) return false;
  if (isApart) return wander === 0;
  const kinds = new Set(
    ingredients.filter(({ weight }) => weight > 0).map(({ source }) => source.kind === "words"),
  );
  return wander === 0 && kinds.size < 2;
}
