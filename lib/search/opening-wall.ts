import { LRUCache } from "lru-cache";
import { openingOrder } from "@/lib/energy/day-shuffle";
import { isSample } from "@/lib/gallery/sample/is-sample";
import { tellWork } from "@/lib/metrics/work-told";
import { fnv1a } from "@/lib/store/sample-order";
import type { StoredImage } from "@/lib/store/vector-store";
import { MAX_WALL_TILES, type WallNotice, type WallResponse } from "./contract";
import type { SearchDeps } from "./search-deps";
import { wallOf } from "./wall-of";

/** The day's wall is drawn from this many images, so that a large gallery shows others each day. */
const POOL_IMAGES = 10_000;

/** Walls of the last few days and gallery versions; one costs some 100 ms to order. */
const walls = new LRUCache<string, Promise<WallResponse>>({ max: 8 });

type OpeningDeps = Pick<SearchDeps, "store" | "terms" | "calibrator">;

/** The day the opening wall changes with: the server's, `YYYY-MM-DD` in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * The opening wall of a day: up to 2,000 images in an order in which neighbours are unlike each
 * other. The same for everyone who sees one gallery version on one day.
 *
 * @param day any text; it is the seed.
 */
export function openingWall(day: string, deps: OpeningDeps): Promise<WallResponse> {
  const { galleryId, revision } = deps.store.state();
  const key = `${galleryId}:${revision}:${day}`;
  const known = walls.get(key);
  tellWork({ kind: "cache", cache: "opening_walls", isHit: known !== undefined });
  if (known) return known;
  const wall = arrange(day, deps);
  walls.set(key, wall);
  wall.catch(() => walls.delete(key));
  return wall;
}

async function arrange(day: string, deps: OpeningDeps): Promise<WallResponse> {
  const { store } = deps;
  const pool = await store.sample(POOL_IMAGES);
  // A stride through the stable sample: each day starts elsewhere, and none is read but what is shown.
  const start = pool.length > MAX_WALL_TILES ? fnv1a(day) % pool.length : 0;
  const ids = [...pool.slice(start), ...pool.slice(0, start)].slice(0, MAX_WALL_TILES);
  const [energies, images] = await Promise.all([store.energies(ids), store.get(ids)]);
  const items = ids.flatMap((id, i) => {
    const energy = energies[i];
    const image = images[i];
    if (!energy || !image) return [];
    const { label } = image.details;
    return [{ id, energy, aspectRatio: image.width / image.height, ...(label ? { label } : {}) }];
  });
  const tiles = openingOrder(items, day).flatMap((index) => {
    const item = items[index];
    return item ? [{ id: item.id, aspectRatio: item.aspectRatio, closeness: -1 }] : [];
  });
  const notice = noticeOf(images);
  const notices = notice ? [notice] : [];
  return wallOf({ tiles, closeCount: -1, notices, missing: [] }, deps);
}

function noticeOf(images: readonly (StoredImage | undefined)[]): WallNotice | undefined {
  const there = images.filter((image) => image !== undefined);
  if (there.length === 0) return "gallery_empty";
  return there.every(({ details }) => isSample(details)) ? "samples_only" : undefined;
}
