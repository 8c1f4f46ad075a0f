import { LRUCache } from "lru-cache";
import { ASPECTS, type Aspect, type PerAspect } from "@/lib/energy/aspects";
import { closenessScale, isClose } from "@/lib/energy/closeness";
import { hubPenalty } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import { nearestFloor } from "@/lib/energy/nearest-floor";
import { activeAspects, applyDials, combine } from "@/lib/energy/query-vector";
import type { Recipe } from "@/lib/energy/recipe";
import type { Hit } from "@/lib/store/vector-store";
import type { Trail } from "@/lib/trail/trail";
import type { Calibration, Yardstick } from "./calibration";
import type { WallNotice } from "./contract";
import { readIngredients } from "./ingredient-energies";
import type { PackedTile } from "./packed-tiles";
import type { SearchDeps } from "./search-deps";

/** A tile and what it was ranked by. */
export interface RankedTile extends PackedTile {
  /** ⟨query, energy⟩ less the hub's penalty. */
  readonly score: number;
}

/** A recipe's query, once its ingredients are known. */
export interface Query {
  /** float32, `[layout.total]`: unit or zero blocks. */
  readonly direction: Float32Array;
  /** `dialₐ / σₐ` of the aspects that take part, 0 for the others. */
  readonly weights: PerAspect;
  readonly active: readonly Aspect[];
  readonly calibration: Calibration;
  /** What scores are held against: images, or phrases for words alone. */
  readonly yardstick: Yardstick;
  /** Closeness in [0, 1] of a corrected score; −1 where nothing can be said. */
  readonly closeness: (score: number) => number;
  /** What a score must reach for the wall to be close. */
  readonly floor: number;
}

/** What a recipe came to. */
export interface Ranking {
  /** Tiles by descending score; empty when the recipe leaves nothing to go by. */
  readonly tiles: readonly RankedTile[];
  /** `undefined` when no active aspect is left: there is nothing to go by. */
  readonly query: Query | undefined;
  /** How many of the first tiles are close; 0 when nothing is. */
  readonly closeCount: number;
  readonly notices: WallNotice[];
  readonly missing: readonly ImageId[];
}

interface RankOptions {
  readonly exclude: ReadonlySet<ImageId>;
  readonly limit: number;
  readonly signal?: AbortSignal;
}

/** Recipe → tiles with their closeness, and why they are what they are. */
export async function rank(
  recipe: Recipe,
  trail: Trail,
  deps: SearchDeps,
  options: RankOptions,
): Promise<Ranking> {
  const { store } = deps;
  const { query, notices, missing } = await readQuery(recipe, trail, deps, options.signal);
  if (!query) return { tiles: [], query, closeCount: 0, notices, missing };

  const vector = applyDials(
    query.direction,
    recipe.dials,
    query.calibration.sigma,
    store.schema.layout,
  );
  const hits = await store.search(vector, { ...options, filters: recipe.filters });
  const tiles = await withoutHubs(hits, query, store);
  const closeCount = countClose(tiles, query.floor);
  if (tiles.length === 0) notices.push(emptiness(store.state().count, recipe));
  else if (closeCount === 0 && query.floor > Number.NEGATIVE_INFINITY)
    notices.push("nothing_close");
  return { tiles, query, closeCount, notices, missing };
}

/**
 * What a recipe asks for, and what stands in its way.
 *
 * @throws {AppError} what store and embedder throw.
 */
export async function readQuery(
  recipe: Recipe,
  trail: Trail,
  deps: SearchDeps,
  signal?: AbortSignal,
): Promise<Pick<Ranking, "query" | "notices" | "missing">> {
  const { layout } = deps.store.schema;
  const { energies, missing, hasForeignGuest } = await readIngredients(
    recipe.ingredients,
    trail,
    deps,
    signal,
  );
  const notices: WallNotice[] = [];
  if (missing.length > 0) notices.push("ingredients_missing");
  if (hasForeignGuest) notices.push("other_model");
  const direction = combine(energies, layout);
  const active = activeAspects(direction, recipe.dials, layout);
  if (active.length === 0) {
    return { query: undefined, notices: [...notices, "nothing_to_go_by"], missing };
  }
  const calibration = await deps.calibrator.get();
  const { sigma } = calibration;
  const onlyWords = recipe.ingredients.every(
    ({ source, weight }) => source.kind === "words" || weight < 0,
  );
  const yardstick = onlyWords ? calibration.words : calibration.images;
  const weights = Object.fromEntries(
    ASPECTS.map((aspect) => [
      aspect,
      active.includes(aspect) ? recipe.dials[aspect] / sigma[aspect] : 0,
    ]),
  ) as Record<Aspect, number>;
  const query: Query = {
    direction,
    weights,
    active,
    calibration,
    yardstick,
    ...judgementOf(yardstick, recipe.dials, sigma, active),
  };
  return { query, notices, missing };
}

type Judgement = Pick<Query, "closeness" | "floor">;

/** By yardstick, then by dials: 3 ms of sorting that a walk with the same dials needs once. */
const judgements = new WeakMap<Yardstick, LRUCache<string, Judgement>>();

/** @param sigma of the calibration that the yardstick is part of. */
function judgementOf(
  yardstick: Yardstick,
  dials: PerAspect,
  sigma: PerAspect,
  active: readonly Aspect[],
): Judgement {
  const known = judgements.get(yardstick) ?? new LRUCache({ max: 32 });
  judgements.set(yardstick, known);
  const key = active.map((aspect) => `${aspect} ${dials[aspect]}`).join();
  const judgement = known.get(key) ?? {
    closeness: closenessScale(yardstick.pairs, dials, sigma, active),
    floor: nearestFloor(yardstick.nearest, dials, sigma, active),
  };
  known.set(key, judgement);
  return judgement;
}

/** Hits as tiles, with what is near everything moved down (lib/energy/hubs.ts). */
async function withoutHubs(
  hits: readonly Hit[],
  { weights, closeness }: Query,
  store: SearchDeps["store"],
): Promise<RankedTile[]> {
  const densities = await store.densities(hits.map(({ id }) => id));
  const scored = hits.map(({ id, aspectRatio, score }, i) => ({
    id,
    aspectRatio,
    score: score - hubPenalty(densities, i, weights),
  }));
  scored.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return scored.map((tile) => ({ ...tile, closeness: closeness(tile.score) }));
}

/**
 * Tiles before the place where a wall stops being close: none when even the best is farther than
 * what the gallery's images find near themselves; else those that few random pairs reach.
 */
function countClose(tiles: readonly RankedTile[], floor: number): number {
  const [best] = tiles;
  if (!best || best.score < floor) return 0;
  const end = tiles.findIndex(({ closeness }) => !isClose(closeness));
  return end < 0 ? tiles.length : end;
}

/** Why a search found nothing at all. */
function emptiness(count: number, recipe: Recipe): WallNotice {
  if (count === 0) return "gallery_empty";
  return Object.keys(recipe.filters).length > 0 ? "filtered_out" : "nothing_close";
}
