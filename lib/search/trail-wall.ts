import { closenessScale } from "@/lib/energy/closeness";
import type { ImageId } from "@/lib/energy/image-id";
import { activeAspects, applyDials, combine } from "@/lib/energy/query-vector";
import type { Recipe } from "@/lib/energy/recipe";
import { AppError } from "@/lib/errors";
import type { Trail } from "@/lib/trail/trail";
import { queryImages } from "@/lib/trail/tree";
import { MAX_WALL_TILES, type WallNotice, type WallResponse } from "./contract";
import { readIngredients } from "./ingredient-energies";
import { openingWall, today } from "./opening-wall";
import type { PackedTile } from "./packed-tiles";
import type { SearchDeps } from "./search-deps";
import { wallOf } from "./wall-of";

/**
 * A best tile below this is no nearer than what a random pair of a varied gallery reaches by
 * luck: in a gallery of 28 families, one pair in 28 shares its family.
 */
const NOTHING_CLOSE_BELOW = 0.96;

/**
 * The wall of a trail's tip: at most 2,000 neighbours by descending score, without the trail's own
 * query images. The trail alone decides what it contains.
 *
 * @throws {AppError} `invalid_request` for a trail without hops; what store and embedder throw.
 */
export async function trailWall(
  trail: Trail,
  deps: SearchDeps,
  signal?: AbortSignal,
): Promise<WallResponse> {
  const hop = trail.hops[trail.tip];
  if (!hop) throw new AppError("invalid_request", "Expected a trail with a hop but it has none.");
  const { ranked, notices, missing } = await rank(hop.recipe, trail, deps, {
    exclude: queryImages(trail),
    limit: MAX_WALL_TILES,
    ...(signal ? { signal } : {}),
  });
  if (ranked) return wallOf(ranked, notices, missing, deps.store);
  const mix = await openingWall(today(), deps);
  return { ...mix, notices: [...notices, ...mix.notices], missing: [...missing] };
}

interface RankOptions {
  readonly exclude: ReadonlySet<ImageId>;
  readonly limit: number;
  readonly signal?: AbortSignal;
}

interface Ranking {
  /** Tiles by descending score; `undefined` when the recipe leaves nothing to go by. */
  readonly ranked: PackedTile[] | undefined;
  readonly notices: WallNotice[];
  readonly missing: readonly ImageId[];
}

/** Recipe → tiles with their closeness, and why they are what they are. */
export async function rank(
  recipe: Recipe,
  trail: Trail,
  deps: SearchDeps,
  options: RankOptions,
): Promise<Ranking> {
  const { store, calibrator } = deps;
  const { layout } = store.schema;
  const { energies, missing, hasForeignGuest } = await readIngredients(
    recipe.ingredients,
    trail,
    deps,
    options.signal,
  );
  const notices: WallNotice[] = [];
  if (missing.length > 0) notices.push("ingredients_missing");
  if (hasForeignGuest) notices.push("other_model");

  const direction = combine(energies, layout);
  const active = activeAspects(direction, recipe.dials, layout);
  if (active.length === 0) {
    return { ranked: undefined, notices: [...notices, "nothing_to_go_by"], missing };
  }

  const { sigma, images, words } = await calibrator.get();
  const query = applyDials(direction, recipe.dials, sigma, layout);
  const hits = await store.search(query, { ...options, filters: recipe.filters });
  const onlyWords = recipe.ingredients.every(
    ({ source, weight }) => source.kind === "words" || weight < 0,
  );
  const closeness = closenessScale(onlyWords ? words : images, recipe.dials, sigma, active);
  const ranked = hits.map(({ id, aspectRatio, score }) => ({
    id,
    aspectRatio,
    closeness: closeness(score),
  }));
  const best = ranked[0]?.closeness;
  if (best === undefined) notices.push(emptiness(store.state().count, recipe));
  else if (best >= 0 && best < NOTHING_CLOSE_BELOW) notices.push("nothing_close");
  return { ranked, notices, missing };
}

/** Why a search found nothing at all. */
function emptiness(count: number, recipe: Recipe): WallNotice {
  if (count === 0) return "gallery_empty";
  return Object.keys(recipe.filters).length > 0 ? "filtered_out" : "nothing_close";
}
