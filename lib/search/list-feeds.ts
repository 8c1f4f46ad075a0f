import { LRUCache } from "lru-cache";
import { type Recipe, recipeOf } from "@/lib/energy/recipe";
import { encodeTrail } from "@/lib/trail/encode";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import type { FeedSummary } from "./contract";
import { FEEDS, type Feed } from "./feeds";
import { KeptAnswer } from "./kept-answer";
import { rank } from "./rank";
import type { SearchDeps } from "./search-deps";
import { readTiles, seenInTiles } from "./wall-of";

/** Tiles a feed is shown by. */
const TILES_PER_FEED = 4;

/**
 * A feed is worth opening when this many tiles are close, at this closeness: among phrases against
 * images, 1 in 50 scores higher.
 */
const CLOSE_TILES = 12;
const CLOSE = 0.98;

/** By gallery. */
const lists = new LRUCache<string, KeptAnswer<FeedSummary[], string>>({ max: 4 });

/**
 * The mood feeds that have something close in this gallery: a search each, so a large gallery's last
 * list is given while it is written to.
 */
export async function listFeeds(deps: SearchDeps): Promise<FeedSummary[]> {
  if (!deps.embedder.model.hasText) return [];
  const { galleryId } = deps.store.state();
  const kept = lists.get(galleryId) ?? new KeptAnswer({ name: "feeds", shownFrom: "feeds" });
  lists.set(galleryId, kept);
  // A list that began without the calibration that it needs would be of an earlier one by its name.
  await deps.calibrator.get();
  return kept.get({ look: () => seenInTiles(deps), make: () => summarise(deps) });
}

async function summarise(deps: SearchDeps): Promise<FeedSummary[]> {
  const summaries: FeedSummary[] = [];
  const shown = new Set<string>();
  for (const feed of FEEDS) {
    const summary = await summariseOne(feed, shown, deps);
    if (summary) summaries.push(summary);
  }
  return summaries;
}

/** @param shown ids that an earlier feed shows already: no picture stands for two moods. */
async function summariseOne(
  feed: Feed,
  shown: Set<string>,
  deps: SearchDeps,
): Promise<FeedSummary | undefined> {
  const { galleryId, revision } = deps.store.state();
  const trail = addHop(
    emptyTrail(deps.store.schema.modelId, { id: galleryId, revision }),
    feedRecipe(feed),
  );
  const { tiles: ranked } = await rank(feedRecipe(feed), trail, deps, {
    exclude: new Set(),
    limit: CLOSE_TILES * 2,
  });
  if ((ranked[CLOSE_TILES - 1]?.closeness ?? 0) < CLOSE) return undefined;
  const fresh = ranked.filter(({ id }) => !shown.has(id)).slice(0, TILES_PER_FEED);
  for (const { id } of fresh) shown.add(id);
  const shownTiles = await readTiles(
    fresh.map(({ id }) => id),
    deps,
  );
  return { id: feed.id, name: feed.name, trail: encodeTrail(trail), tiles: shownTiles };
}

function feedRecipe(feed: Feed): Recipe {
  return recipeOf(feed.words.map((text) => ({ source: { kind: "words", text }, weight: 1 })));
}
