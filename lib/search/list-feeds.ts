import { LRUCache } from "lru-cache";
import { type Recipe, recipeOf } from "@/lib/energy/recipe";
import { tellWork } from "@/lib/metrics/work-told";
import { encodeTrail } from "@/lib/trail/encode";
import { addHop, emptyTrail } from "@/lib/trail/tree";
import type { FeedSummary } from "./contract";
import { FEEDS, type Feed } from "./feeds";
import { rank } from "./rank";
import type { SearchDeps } from "./search-deps";
import { readTiles } from "./wall-of";

/** Tiles a feed is shown by. */
const TILES_PER_FEED = 4;

/**
 * A feed is worth opening when this many tiles are close, at this closeness: among phrases against
 * images, 1 in 50 scores higher.
 */
const CLOSE_TILES = 12;
const CLOSE = 0.98;

const lists = new LRUCache<string, Promise<FeedSummary[]>>({ max: 4 });

/** The mood feeds that have something close in this gallery; computed once a gallery version. */
export function listFeeds(deps: SearchDeps): Promise<FeedSummary[]> {
  if (!deps.embedder.model.hasText) return Promise.resolve([]);
  const { galleryId, revision } = deps.store.state();
  const key = `${galleryId}:${revision}`;
  const known = lists.get(key);
  tellWork({ kind: "cache", cache: "feeds", isHit: known !== undefined });
  if (known) return known;
  const list = summarise(deps);
  lists.set(key, list);
  list.catch(() => lists.delete(key));
  return list;
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
