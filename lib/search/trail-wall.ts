import { isClose } from "@/lib/energy/closeness";
import type { Filters } from "@/lib/energy/recipe";
import { AppError } from "@/lib/errors";
import type { Trail } from "@/lib/trail/trail";
import { queryImages } from "@/lib/trail/tree";
import { arrange } from "./arrange";
import { MAX_WALL_TILES, type WallResponse } from "./contract";
import { openingWall, today } from "./opening-wall";
import { rank } from "./rank";
import type { SearchDeps } from "./search-deps";
import { wallOf } from "./wall-of";

/**
 * The wall of a trail's tip: at most 2,000 neighbours by descending score, without the trail's own
 * query images. The trail alone decides what it contains.
 *
 * @param options.made for one of two columns side by side: narrows the recipe's own filter.
 * @throws {AppError} `invalid_request` for a trail without hops; what store and embedder throw.
 */
export async function trailWall(
  trail: Trail,
  deps: SearchDeps,
  options: { readonly signal?: AbortSignal; readonly made?: Filters["made"] } = {},
): Promise<WallResponse> {
  const hop = trail.hops[trail.tip];
  if (!hop) throw new AppError("invalid_request", "Expected a trail with a hop but it has none.");
  const recipe = options.made
    ? { ...hop.recipe, filters: { ...hop.recipe.filters, made: options.made } }
    : hop.recipe;
  const { tiles, query, closeCount, notices, missing } = await rank(recipe, trail, deps, {
    exclude: queryImages(trail),
    limit: MAX_WALL_TILES,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  if (!query) {
    const mix = await openingWall(today(), deps);
    return { ...mix, notices: [...notices, ...mix.notices], missing: [...missing] };
  }
  const arranged = await arrange(tiles, recipe, query, trail, deps);
  // Copies are folded away and wandering leaves no one place where closeness ends.
  const close = arranged.tiles.filter(({ closeness }) => isClose(closeness)).length;
  return wallOf(
    {
      ...arranged,
      closeCount: recipe.wander > 0 ? -1 : Math.min(close, closeCount),
      notices,
      missing,
    },
    deps.store,
  );
}
