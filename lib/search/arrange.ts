import type { PerAspect } from "@/lib/energy/aspects";
import { COPY_THRESHOLD, foldCopies } from "@/lib/energy/copies";
import type { ImageId } from "@/lib/energy/image-id";
import type { Recipe } from "@/lib/energy/recipe";
import { wanderOrder, wanderPool } from "@/lib/energy/wander";
import type { Trail } from "@/lib/trail/trail";
import { pathTo } from "@/lib/trail/tree";
import { readIngredients } from "./ingredient-energies";
import type { RankedTile } from "./rank";
import type { SearchDeps } from "./search-deps";

/**
 * Tiles among which copies are folded: copies score alike, so what is a copy of something near stands
 * near. Reading the vectors of all 2,000 cost a tenth of a click.
 */
const FOLDED_TILES = 600;

/** Tiles in the order they are shown, with the copies folded under them. */
export interface Arrangement {
  readonly tiles: readonly RankedTile[];
  /** Of a shown tile: ids of its near-copies, best first. Only where there are any. */
  readonly copies: ReadonlyMap<ImageId, readonly ImageId[]>;
}

/**
 * Lets a ranking wander, then folds near-copies under the first of them.
 *
 * @param weights `dialₐ / σₐ` of the aspects that take part, 0 for the others.
 */
export async function arrange(
  ranked: readonly RankedTile[],
  recipe: Recipe,
  weights: PerAspect,
  trail: Trail,
  deps: SearchDeps,
): Promise<Arrangement> {
  const tiles =
    recipe.wander > 0 ? await wander(ranked, recipe.wander, weights, trail, deps) : ranked;
  return fold(tiles, deps.store);
}

async function wander(
  ranked: readonly RankedTile[],
  amount: number,
  weights: PerAspect,
  trail: Trail,
  deps: SearchDeps,
): Promise<readonly RankedTile[]> {
  const { store } = deps;
  const pool = wanderPool(ranked.length, amount).flatMap((rank) => ranked[rank] ?? []);
  const energies = await store.energies(pool.map(({ id }) => id));
  const candidates = pool.flatMap((tile, i) => {
    const energy = energies[i];
    return energy ? [{ tile, energy, score: tile.score }] : [];
  });
  const order = wanderOrder(candidates, {
    wander: amount,
    weights,
    seen: await askedBefore(trail, deps),
    layout: store.schema.layout,
  });
  const first = order.flatMap((index) => candidates[index]?.tile ?? []);
  const placed = new Set(first);
  return [...first, ...ranked.filter((tile) => !placed.has(tile))];
}

/** Energies of the images and guests that the trail asked with on its way to the tip. */
async function askedBefore(trail: Trail, deps: SearchDeps): Promise<Float32Array[]> {
  const before = pathTo(trail).slice(0, -1);
  const ingredients = before.flatMap((hop) =>
    (trail.hops[hop]?.recipe.ingredients ?? []).filter(
      ({ source, weight, crop }) => source.kind !== "words" && weight > 0 && !crop,
    ),
  );
  const { energies } = await readIngredients(ingredients, trail, deps);
  return energies.map(({ energy }) => energy);
}

async function fold(
  tiles: readonly RankedTile[],
  store: SearchDeps["store"],
): Promise<Arrangement> {
  if (store.schema.copyDims === 0) return { tiles, copies: new Map() };
  const vectors = await store.copies(tiles.slice(0, FOLDED_TILES).map(({ id }) => id));
  const { shown, folded } = foldCopies(vectors, COPY_THRESHOLD);
  const at = (index: number) => tiles[index] ?? [];
  const copies = new Map<ImageId, readonly ImageId[]>();
  for (const [index, under] of folded) {
    const tile = tiles[index];
    if (tile)
      copies.set(
        tile.id,
        under.flatMap((copy) => tiles[copy]?.id ?? []),
      );
  }
  return { tiles: [...shown.flatMap(at), ...tiles.slice(FOLDED_TILES)], copies };
}
