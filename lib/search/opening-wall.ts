import { LRUCache } from "lru-cache";
import { openingOrder } from "@/lib/energy/day-shuffle";
import { isSample } from "@/lib/gallery/sample/is-sample";
import { fnv1a } from "@/lib/store/sample-order";
import type { StoredImage } from "@/lib/store/vector-store";
import { MAX_WALL_TILES, type WallNotice, type WallResponse } from "./contract";
import { KeptAnswer } from "./kept-answer";
import type { SearchDeps } from "./search-deps";
import { seenInTiles, wallOf } from "./wall-of";

/** The day's wall is drawn from this many images, so that a large gallery shows others each day. */
const POOL_IMAGES = 10_000;

/** By gallery and day. */
const walls = new LRUCache<string, KeptAnswer<WallResponse, string>>({ max: 8 });

type OpeningDeps = Pick<SearchDeps, "store" | "terms" | "calibrator">;

/** The day the opening wall changes with: the server's, `YYYY-MM-DD` in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * The opening wall of a day: up to 2,000 images in an order in which neighbours are unlike each
 * other. The same for everyone on one day once the gallery is at rest; ordering one costs some 100 ms,
 * so a large gallery's last wall is given while it is written to.
 *
 * @param day any text; it is the seed.
 */
export async function openingWall(day: string, deps: OpeningDeps): Promise<WallResponse> {
  const { galleryId } = deps.store.state();
  const key = `${galleryId}:${day}`;
  const kept =
    walls.get(key) ?? new KeptAnswer({ name: "opening wall", shownFrom: "opening_walls" });
  walls.set(key, kept);
  return kept.get({ look: () => seenInTiles(deps), make: () => arrange(day, deps) });
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
