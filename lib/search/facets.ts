import { LRUCache } from "lru-cache";
import { tellWork } from "@/lib/metrics/work-told";
import { madeBy, orientationOf } from "@/lib/store/filter-match";
import type { VectorStore } from "@/lib/store/vector-store";
import type { Facets } from "./contract";

/** Licences and sources that are offered: the most frequent. */
const MAX_VALUES = 40;

const known = new LRUCache<string, Promise<Facets>>({ max: 4 });

/** What the gallery's images can be filtered by, with counts; read once a gallery version. */
export function readFacets(store: VectorStore): Promise<Facets> {
  const { galleryId, revision } = store.state();
  const key = `${galleryId}:${revision}`;
  const before = known.get(key);
  tellWork({ kind: "cache", cache: "facets", isHit: before !== undefined });
  if (before) return before;
  const facets = count(store);
  known.set(key, facets);
  facets.catch(() => known.delete(key));
  return facets;
}

async function count(store: VectorStore): Promise<Facets> {
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
