import { setImmediate as nextTurn } from "node:timers/promises";
import { ASPECTS, type Aspect, type PerAspect } from "@/lib/energy/aspects";
import { closenessScale, isClose } from "@/lib/energy/closeness";
import { hubPenalty } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import { activeAspects, applyDials, combine, weightsOf } from "@/lib/energy/query-vector";
import type { Filters, Recipe } from "@/lib/energy/recipe";
import { dot } from "@/lib/energy/unit-vector";
import { weighed } from "@/lib/energy/weighed";
import { AppError } from "@/lib/errors";
import type { Crossing, EntryLink } from "@/lib/graph/crossing";
import { findBridge } from "@/lib/graph/find-bridge";
import { MAX_LINKS, type NeighbourGraph } from "@/lib/graph/neighbour-graph";
import { Turn } from "@/lib/graph/turn";
import type { Trail } from "@/lib/trail/trail";
import type { BridgeResponse } from "./contract";
import { type GalleryMap, REAL } from "./gallery-map";
import { readIngredients } from "./ingredient-energies";
import { closestPair } from "./nearest-miss";
import type { SearchDeps } from "./search-deps";
import { readTiles } from "./wall-of";

/** Less of the gallery on its map, and a bridge could be a much better one in a while. */
const ENOUGH_DRAWN = 0.9;

/** What a bridge needs. */
export type BridgeDeps = SearchDeps & { readonly map: GalleryMap };

/** One end: what it is, and what it is called when a sentence is about it. */
interface End {
  /** An image of the gallery by itself; absent for a guest, words, a mix. */
  readonly id: ImageId | undefined;
  /** float32, `[layout.total]`: unit or zero blocks. */
  readonly energy: Float32Array;
}

/** How steps are weighed: the dials in force. */
interface Scale {
  /** `dialₐ / σₐ` of the aspects that both ends have, 0 for the others. */
  readonly weights: PerAspect;
  /** Blocks scaled so that half the square of a distance is a step's cost, in [0, 2]. */
  readonly scaled: (energy: Float32Array) => Float32Array;
  /** Closeness in [0, 1] of two energies; −1 where nothing can be said. */
  readonly closeness: (from: Stop, to: Stop) => Promise<number>;
}

interface Stop {
  readonly id: ImageId | undefined;
  readonly energy: Float32Array;
}

/**
 * A bridge between the last two hops of a trail's path: at most 12 stops on which the largest step is
 * as small as the gallery's map allows, with the dials and filters of the tip. Where there is none, how
 * far both sides come and the closest pair between them.
 *
 * @param options.isReal only over works that no generator made.
 * @throws {AppError} `invalid_request` for ends that no bridge can have; `image_not_found` for one that
 *   is not there, or where no picture may be stepped on; `map_unfinished` while the map is being drawn;
 *   `map_too_large`.
 */
export async function bridge(
  trail: Trail,
  deps: BridgeDeps,
  options: { readonly isReal: boolean },
): Promise<BridgeResponse> {
  const { store, map } = deps;
  const goalHop = trail.hops[trail.tip];
  const startHop = goalHop && trail.hops[goalHop.parent];
  if (!startHop) {
    throw new AppError("invalid_request", "Expected a trail of two hops: a start and a goal.");
  }
  if (store.state().count === 0) {
    throw new AppError("image_not_found", "Expected pictures to step on but the gallery is empty.");
  }
  map.requireMapped();
  const start = await readEnd(startHop.recipe, trail, deps);
  const goal = await readEnd(goalHop.recipe, trail, deps);
  if (start.id === goal.id && start.energy.every((value, i) => value === goal.energy[i])) {
    throw new AppError(
      "invalid_request",
      "Expected two different pictures but both ends are the same one. Choose another goal.",
    );
  }
  const scale = await scaleFor(goalHop.recipe.dials, start, goal, deps);
  const graph = await drawnMap(map, await store.ids());
  const filters = filtersOf(goalHop.recipe.filters, options.isReal);
  const crossing = await crossingFor(graph, start, goal, scale, filters, deps);
  const found = await findBridge(crossing, new Turn(() => nextTurn()));
  const stopsAt = (nodes: Iterable<number>) => stopsOf(nodes, graph, deps);
  if (found.kind === "whole") {
    return answer([start, ...(await stopsAt(found.nodes)), goal], undefined, scale, deps);
  }
  const { scaled } = scale;
  const [fromStart, fromGoal] = [found.fromStart, found.fromGoal];
  const [a, b] = closestPair(
    { end: start, stops: await stopsAt(fromStart.nodes.subarray(0, REACH_READ)) },
    { end: goal, stops: await stopsAt(fromGoal.nodes.subarray(0, REACH_READ)) },
    scaled,
  );
  const arm = (reach: typeof fromStart, to: Stop) => {
    const node = to.id === undefined ? undefined : graph.nodeOf(to.id);
    return stopsAt(node === undefined ? [] : reach.pathTo(node));
  };
  const left = [start, ...(a === start ? [] : await arm(fromStart, a))];
  const right = [goal, ...(b === goal ? [] : await arm(fromGoal, b))].reverse();
  return answer([...left, ...right], left.length, scale, deps);
}

/** Stops of each side among which the closest pair is looked for: those with the fewest steps. */
const REACH_READ = 2_000;

async function readEnd(recipe: Recipe, trail: Trail, deps: SearchDeps): Promise<End> {
  const { energies, missing } = await readIngredients(recipe.ingredients, trail, deps);
  const [lost] = missing;
  if (lost !== undefined) {
    throw new AppError(
      "image_not_found",
      `Expected both ends in this gallery or carried by the trail but ${lost} is in neither.`,
    );
  }
  const energy = combine(energies, deps.store.schema.layout);
  const [only, ...others] = recipe.ingredients;
  const isPlain = only?.source.kind === "image" && !only.crop && !only.aspects && only.weight > 0;
  const id = isPlain && others.length === 0 ? only.source.id : undefined;
  return { id: id as ImageId | undefined, energy };
}

async function scaleFor(
  dials: PerAspect,
  start: End,
  goal: End,
  { store, calibrator }: SearchDeps,
): Promise<Scale> {
  const { layout } = store.schema;
  const both = new Set<Aspect>(activeAspects(goal.energy, dials, layout));
  const active = activeAspects(start.energy, dials, layout).filter((aspect) => both.has(aspect));
  if (active.length === 0) {
    throw new AppError(
      "invalid_request",
      "Expected two ends that the dials can compare but they have nothing of it in common. Turn up another dial.",
    );
  }
  const { sigma, images } = await calibrator.get();
  const weights = weightsOf(dials, sigma, active);
  const total = ASPECTS.reduce((sum, aspect) => sum + weights[aspect], 0);
  const scaled = (energy: Float32Array) => weighed(energy, weights, layout);
  const percentile = closenessScale(images.pairs, dials, sigma, active);
  return {
    weights,
    scaled,
    async closeness(from, to) {
      const score = total * dot(scaled(from.energy), scaled(to.energy));
      const known = to.id ?? from.id;
      const densities = await store.densities(known === undefined ? [] : [known]);
      return percentile(score - hubPenalty(densities, 0, weights));
    },
  };
}

async function drawnMap(map: GalleryMap, ids: readonly ImageId[]): Promise<NeighbourGraph> {
  const { drawn, count } = await map.progress(ids);
  if (drawn < count * ENOUGH_DRAWN) {
    const percent = Math.floor((100 * drawn) / count);
    throw new AppError(
      "map_unfinished",
      `The map of this gallery is being drawn: ${percent} %. A bridge can be looked for once it is there.`,
      { retryAfterS: 2 },
    );
  }
  return map.graph();
}

function filtersOf({ isTwin: _, ...filters }: Filters, isReal: boolean): Filters {
  if (!isReal) return filters;
  const { made = REAL } = filters;
  return { ...filters, made: made.filter((one) => REAL.includes(one)) };
}

async function crossingFor(
  graph: NeighbourGraph,
  start: End,
  goal: End,
  scale: Scale,
  filters: Filters,
  { store }: SearchDeps,
): Promise<Crossing> {
  const isOpen = new Uint8Array(graph.size);
  for (const id of await store.ids(filters)) isOpen[graph.nodeOf(id) ?? graph.size] = 1;
  const ends = [start, goal].flatMap(({ id }) => id ?? []);
  for (const id of ends) isOpen[graph.nodeOf(id) ?? graph.size] = 0;
  const entries = async ({ energy }: End): Promise<EntryLink[]> => {
    const query = applyDials(energy, scale.weights, ONES, store.schema.layout);
    const options = { limit: MAX_LINKS, exclude: new Set(ends), filters };
    const ids = (await store.search(query, options)).map(({ id }) => id);
    const energies = await store.energies(ids);
    return ids.flatMap((id, i) => {
      const node = graph.nodeOf(id);
      const other = energies[i];
      // One that came just now is not on the map yet.
      return node === undefined || !other ? [] : [{ node, cost: costOf(energy, other, scale) }];
    });
  };
  const [fromStart, toGoal] = [await entries(start), await entries(goal)];
  if (fromStart.length + toGoal.length === 0 && Object.keys(filters).length > 0) {
    throw new AppError(
      "image_not_found",
      "Expected pictures to step on but none of this gallery passes the filters. Take some off.",
    );
  }
  const direct = costOf(start.energy, goal.energy, scale);
  const isNear = (links: readonly EntryLink[]) =>
    links.length < MAX_LINKS || links.some(({ cost }) => cost >= direct);
  return {
    arrays: graph.arrays,
    size: graph.size,
    costs: graph.costs(scale.weights),
    isOpen,
    start: fromStart,
    goal: toGoal,
    ...(isNear(fromStart) || isNear(toGoal) ? { direct } : {}),
  };
}

const ONES: PerAspect = { subject: 1, style: 1, palette: 1, light: 1 };

function costOf(a: Float32Array, b: Float32Array, { scaled }: Scale): number {
  const [one, other] = [scaled(a), scaled(b)];
  return Math.max(0, (dot(one, one) + dot(other, other)) / 2 - dot(one, other));
}

async function stopsOf(
  nodes: Iterable<number>,
  graph: NeighbourGraph,
  { store }: SearchDeps,
): Promise<Stop[]> {
  const ids = Array.from(nodes, (node) => graph.idAt(node));
  const energies = await store.energies(ids);
  return ids.flatMap((id, i) => {
    const energy = energies[i];
    return energy ? [{ id, energy }] : [];
  });
}

/**
 * @param broken index of the stop that no link leads to; absent where all are linked, and the bridge is
 *   whole unless its largest step is too far to be called close.
 */
async function answer(
  stops: readonly Stop[],
  broken: number | undefined,
  scale: Scale,
  deps: SearchDeps,
): Promise<BridgeResponse> {
  const [first] = stops;
  const last = stops.at(-1);
  const closeness: number[] = [];
  for (const [i, stop] of stops.entries()) {
    const before = stops[i - 1];
    closeness.push(before ? await scale.closeness(before, stop) : -1);
  }
  const least = Math.min(...closeness.slice(1));
  const leap = isClose(least) ? -1 : closeness.indexOf(least, 1);
  return {
    stops: stops.map(({ id }, i) => ({ ...(id ? { id } : {}), closeness: closeness[i] ?? -1 })),
    gap: broken ?? leap,
    direct: first && last ? await scale.closeness(first, last) : -1,
    tiles: await readTiles(
      stops.flatMap(({ id }) => id ?? []),
      deps,
    ),
  };
}
