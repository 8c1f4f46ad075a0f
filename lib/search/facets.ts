import { LRUCache } from "lru-cache";
import { madeBy, orientationOf } from "@/lib/store/filter-match";
import type { VectorStore } from "@/lib/store/vector-store";
import type { Facets } from "./contract";
import { KeptAnswer } from "./kept-answer";

/** Licences and sources that are offered: the most frequent. */
const MAX_VALUES = 40;

/** By gallery. */
const counts = new LRUCache<string, KeptAnswer<Facets, number>>({ max: 4 });

/**
 * What the gallery's images can be filtered by, with counts: all of them are read for it, once however
 * many ask, and a large gallery's last counts are given while it is written to.
 */
export function readFacets(store: VectorStore): Promise<Facets> {
  const { galleryId } = store.state();
  const kept = counts.get(galleryId) ?? new KeptAnswer({ name: "facets", shownFrom: "facets" });
  counts.set(galleryId, kept);
  return kept.get({
    look: () => {
      const { revision, count } = store.state();
      return { version: revision, count };
    },
    make: () => countAll(store),
  });
}

async function countAll(store: VectorStore): Promise<Facets> {
  const made = { generator: 0, person: 0, unknown: 0 };
  const orientation = { landscape: 0, portrait: 0, square: 0 };
  const licences = new Map<string, number>();
  const sources = new Map<string, number>();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let dated = 0;
  for await (const images of store.scan()) {
    for (const image of images) {
      const { licence, source, year } = image.details;
      made[madeBy(image.details)]++;
      orientation[orientationOf(image)]++;
      if (licence) licences.set(licence, (licences.get(licence) ?? 0) + 1);
      if (source) sources.set(source, (sources.get(source) ?? 0) + 1);
      if (year === undefined) continue;
      dated++;
      from = Math.min(from, year);
      to = Math.max(to, year);
    }
  }
  return {
    made,
    orientation,
    licences: mostFrequent(licences),
    sources: mostFrequent(sources),
    years: dated > 0 ? { from, to, count: dated } : undefined,
  };
}

function mostFrequent(counts: ReadonlyMap<string, number>): { name: string; count: number }[] {
  return [...counts]
    .map(([name, number]) => ({ name, count: number }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, MAX_VALUES);
}
