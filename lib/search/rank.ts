import { LRUCache } from "lru-cache";
import type { Aspect, PerAspect } from "@/lib/energy/aspects";
import { closenessScale } from "@/lib/energy/closeness";
import { hubPenalty } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import { mergeInterests } from "@/lib/energy/merge-interests";
import { nearestFloor } from "@/lib/energy/nearest-floor";
import {
  activeAspects,
  applyDials,
  combine,
  questionsOf,
  weightsOf,
} from "@/lib/energy/query-vector";
import type { Recipe } from "@/lib/energy/recipe";
import { dot } from "@/lib/energy/unit-vector";
import type { Hit } from "@/lib/store/vector-store";
import type { Trail } from "@/lib/trail/trail";
import type { Calibration, Yardstick } from "./calibration";
import { turnedCompass } from "./compass";
import type { WallNotice } from "./contract";
import { countClose, isNear } from "./how-close";
import { type ReadIngredient, readIngredients } from "./ingredient-energies";
import type { PackedTile } from "./packed-tiles";
import type { SearchDeps } from "./search-deps";

/** A tile and what it was ranked by. */
export interface RankedTile extends PackedTile {
  /** ⟨query, energy⟩ less the hub's penalty. */
  readonly score: number;
}

/** A recipe's query, once its ingredients are known; one of several where its pulls are kept apart. */
export interface Query {
  /** Its share beside the others, in (0, 1]. */
  readonly share: number;
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
  /** What the `nearness` of the nearest tiles must reach for the wall to be close. */
  readonly floor: number;
  /** Words alone: they have no place among the images. */
  readonly isWordsAlone: boolean;
}

/** What a recipe came to. */
export interface Ranking {
  /**
   * Tiles by descending score, of several queries in turns; empty when the recipe leaves nothing to go by.
   */
  readonly tiles: readonly RankedTile[];
  /** Empty when no active aspect is left: there is nothing to go by. */
  readonly queries: readonly Query[];
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

/**
 * Recipe → tiles with their closeness, and why they are what they are. One search a query: twelve where
 * twelve pulls are kept apart.
 */
export async function rank(
  recipe: Recipe,
  trail: Trail,
  deps: SearchDeps,
  options: RankOptions,
): Promise<Ranking> {
  const { store } = deps;
  const { queries, notices, missing } = await readQueries(recipe, trail, deps, options.signal);
  const [first] = queries;
  if (!first) return { tiles: [], queries, closeCount: 0, notices, missing };
  const compass = await turnedCompass(recipe, first.calibration.sigma, trail, deps);

  const found = await Promise.all(
    queries.map(async (query) => {
      const { sigma } = query.calibration;
      const vector = applyDials(query.direction, recipe.dials, sigma, store.schema.layout);
      const term = compass?.termOf(query.active);
      const asked = term ? vector.map((value, i) => value + (term[i] ?? 0)) : vector;
      const hits = await store.search(asked, { ...options, filters: recipe.filters });
      const tiles = await withoutHubs(hits, query, store, term);
      const isInOrder = term === undefined;
      const closeCount = (await isNear(tiles, query, store)) ? countClose(tiles, isInOrder) : 0;
      return { tiles, closeCount, weight: query.share };
    }),
  );
  const { tiles, closeCount } = mergeInterests(found, options.limit);
  const canBeFar = queries.some(({ floor }) => floor > Number.NEGATIVE_INFINITY);
  if (tiles.length === 0) notices.push(emptiness(store.state().count, recipe));
  else if (closeCount === 0 && canBeFar) notices.push("nothing_close");
  else if (canBeFar && found.some((one) => one.closeCount === 0)) notices.push("some_far");
  const lost = compass?.missing ?? [];
  if (lost.length > 0 && missing.length === 0) notices.push("ingredients_missing");
  return { tiles, queries, closeCount, notices, missing: [...missing, ...lost] };
}

/**
 * What a recipe asks for, and what stands in its way.
 *
 * @throws {AppError} what store and embedder throw.
 */
export async function readQueries(
  recipe: Recipe,
  trail: Trail,
  deps: SearchDeps,
  signal?: AbortSignal,
): Promise<Pick<Ranking, "queries" | "notices" | "missing">> {
  const { energies, missing, hasForeignGuest } = await readIngredients(
    recipe.ingredients,
    trail,
    deps,
    signal,
  );
  const notices: WallNotice[] = [];
  if (missing.length > 0) notices.push("ingredients_missing");
  if (hasForeignGuest) notices.push("other_model");
  const calibration = await deps.calibrator.get();
  const queries = questionsOf(energies, recipe.isApart === true).flatMap(
    (question) => queryOf(question, recipe, calibration, deps) ?? [],
  );
  if (queries.length === 0) notices.push("nothing_to_go_by");
  return { queries, notices, missing };
}

/** The query of some ingredients; `undefined` where they leave nothing to go by. */
function queryOf(
  ingredients: readonly ReadIngredient[],
  { dials }: Recipe,
  calibration: Calibration,
  { store }: SearchDeps,
): Query | undefined {
  const { layout } = store.schema;
  const direction = combine(ingredients, layout);
  const active = activeAspects(direction, dials, layout);
  if (active.length === 0) return undefined;
  const { sigma } = calibration;
  const isWordsAlone = ingredients.every(({ isWords, weight }) => isWords || weight < 0);
  const yardstick = isWordsAlone ? calibration.words : calibration.images;
  return {
    share: ingredients.reduce((most, { weight }) => Math.max(most, weight), 0),
    direction,
    weights: weightsOf(dials, sigma, active),
    active,
    calibration,
    yardstick,
    isWordsAlone,
    ...judgementOf(yardstick, dials, sigma, active),
  };
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

/**
 * Hits as tiles, with what is near everything moved down (lib/energy/hubs.ts).
 *
 * @param term what a compass added to the query: it moves tiles, and makes none closer to what was asked.
 */
async function withoutHubs(
  hits: readonly Hit[],
  { weights, closeness }: Query,
  store: SearchDeps["store"],
  term: Float32Array | undefined,
): Promise<RankedTile[]> {
  const ids = hits.map(({ id }) => id);
  const [densities, energies] = await Promise.all([
    store.densities(ids),
    term ? store.energies(ids) : [],
  ]);
  const tiles = hits.map(({ id, aspectRatio, score }, i): RankedTile => {
    const corrected = score - hubPenalty(densities, i, weights);
    const energy = energies[i];
    const asked = term && energy ? corrected - dot(term, energy) : corrected;
    return { id, aspectRatio, score: corrected, closeness: closeness(asked) };
  });
  tiles.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
  return tiles;
}

/** Why a search found nothing at all. */
function emptiness(count: number, recipe: Recipe): WallNotice {
  if (count === 0) return "gallery_empty";
  return Object.keys(recipe.filters).length > 0 ? "filtered_out" : "nothing_close";
}
