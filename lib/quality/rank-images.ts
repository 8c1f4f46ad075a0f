import type { Aspect } from "@/lib/energy/aspects";
import { hubPenalty } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import { DEFAULT_DIALS, type Dials, type Ingredient } from "@/lib/energy/recipe";
import { rank } from "@/lib/search/rank";
import type { SearchDeps } from "@/lib/search/search-deps";
import { emptyTrail } from "@/lib/trail/tree";
import type { Ranking } from "./neighbour-shares";

const NONE: Dials = { subject: 0, style: 0, palette: 0, light: 0 };

/** Dials that are measured: each at maximum with the others at zero, and those a trail starts with. */
export const MEASURED_DIALS = {
  subject: { ...NONE, subject: 1 },
  style: { ...NONE, style: 1 },
  palette: { ...NONE, palette: 1 },
  light: { ...NONE, light: 1 },
  default: DEFAULT_DIALS,
} as const satisfies Record<Aspect | "default", Dials>;
export type MeasuredDials = keyof typeof MEASURED_DIALS;

/** More queries than this change no figure's second digit. */
const MAX_QUERIES = 1_000;
/** What a store gives out at most. */
const MAX_HITS = 10_000;

/** The images that are asked about: a stable random thousand, as indexes into `ids`. */
export async function queriesOf(ids: readonly ImageId[], deps: SearchDeps): Promise<number[]> {
  const chosen = new Set(await deps.store.sample(MAX_QUERIES));
  return ids.flatMap((id, i) => (chosen.has(id) ? [i] : []));
}

/** Rankings of the same queries, in the same order. */
export interface Rankings {
  /** What the product shows. */
  readonly shown: readonly Ranking[];
  /** The same before images that are near everything are moved down (lib/energy/hubs.ts). */
  readonly beforeHubs: readonly Ranking[];
}

/**
 * What the product shows for each query, in its order. Queries that the dials find nothing to go by
 * in (a flat picture has no light) are left out.
 */
export async function rankImages(
  queries: readonly number[],
  ids: readonly ImageId[],
  dials: Dials,
  deps: SearchDeps,
): Promise<Rankings> {
  const indexOf = new Map(ids.map((id, i) => [id, i]));
  const densities = await deps.store.densities(ids);
  const shown: Ranking[] = [];
  const beforeHubs: Ranking[] = [];
  for (const query of queries) {
    const id = ids[query];
    if (id === undefined) continue;
    const found = await rankFor({ source: { kind: "image", id }, weight: 1 }, dials, deps);
    const [asked] = found.queries;
    if (!asked) continue;
    const { weights } = asked;
    const tiles = found.tiles.map((tile) => {
      const index = indexOf.get(tile.id) ?? -1;
      return { index, before: tile.score + hubPenalty(densities, index, weights) };
    });
    shown.push({ query, nearest: tiles.map(({ index }) => index) });
    tiles.sort((a, b) => b.before - a.before);
    beforeHubs.push({ query, nearest: tiles.map(({ index }) => index) });
  }
  return { shown, beforeHubs };
}

/** The whole gallery as the product ranks it for one ingredient, without the ingredient itself. */
export function rankFor(ingredient: Ingredient, dials: Dials, deps: SearchDeps) {
  const { galleryId, revision, count } = deps.store.state();
  const { source } = ingredient;
  return rank(
    { ingredients: [ingredient], dials, wander: 0, filters: {} },
    emptyTrail(deps.store.schema.modelId, { id: galleryId, revision }),
    deps,
    {
      exclude: new Set(source.kind === "image" ? [source.id] : []),
      limit: Math.min(MAX_HITS, count),
    },
  );
}
