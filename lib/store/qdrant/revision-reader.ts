import { LRUCache } from "lru-cache";
import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { fnv1a } from "../sample-order";
import { type RowVectors, readVectors, VECTOR_FIELDS } from "./point";
import { filterConditions, ofKind, type PointFilter } from "./point-filter";
import { imageIdOf } from "./point-id";
import type { Points } from "./points";

/** Ids alone: 1 MB a page. */
const IDS_PAGE = 10_000;
/** Rows whose vectors are kept for what asks next: 90 MB at 512 + 128 dims. */
const RECENT_ROWS = 32_768;
/** Lists of ids that are kept, one a filter. */
const RECENT_LISTS = 4;
/** Two of one hash stand in any order: a few more are read, so that ours decides which is in. */
const SAMPLE_SLACK = 8;

/** Reads one revision of a collection, and keeps what was read: it does not change. */
export class RevisionReader {
  readonly points: Points;
  readonly #rows = new LRUCache<ImageId, RowVectors>({ max: RECENT_ROWS });
  readonly #lists = new LRUCache<string, readonly ImageId[]>({ max: RECENT_LISTS });
  #sample: { readonly ids: readonly ImageId[]; readonly isWhole: boolean } | undefined;

  constructor(points: Points) {
    this.points = points;
  }

  /** What is there of these images, in no particular order. */
  async vectors(ids: readonly ImageId[], signal?: AbortSignal): Promise<Map<ImageId, RowVectors>> {
    const found = new Map<ImageId, RowVectors>();
    const missing: ImageId[] = [];
    for (const id of ids) {
      const row = this.#rows.get(id);
      if (row) found.set(id, row);
      else missing.push(id);
    }
    if (missing.length === 0) return found;
    for (const [id, payload] of await this.points.read(missing, VECTOR_FIELDS, signal)) {
      const row = readVectors(id, payload);
      found.set(id, row);
      this.#rows.set(id, row);
    }
    return found;
  }

  /** As `VectorStore.sample`. */
  async sample(limit: number): Promise<ImageId[]> {
    if (!this.#sample || !(this.#sample.isWhole || this.#sample.ids.length >= limit)) {
      const { points } = await this.points.scroll({
        filter: { must: [ofKind("image")] },
        order_by: { key: "hash", direction: "asc" },
        limit: limit + SAMPLE_SLACK,
        with_payload: false,
        with_vector: false,
      });
      const ids = points.flatMap(({ id }) => imageIdOf(id) ?? []);
      ids.sort((a, b) => fnv1a(a) - fnv1a(b) || (a < b ? -1 : 1));
      this.#sample = { ids: ids.slice(0, limit), isWhole: ids.length <= limit };
    }
    return this.#sample.ids.slice(0, limit);
  }

  /** As `VectorStore.ids`. */
  async ids(filters: Filters): Promise<ImageId[]> {
    const conditions = filterConditions(filters);
    if (!conditions) return [];
    const key = JSON.stringify(conditions);
    const known = this.#lists.get(key);
    const ids = known ?? (await this.idsOf({ must: [ofKind("image"), ...conditions] }));
    this.#lists.set(key, ids);
    return [...ids];
  }

  /** Ids of all points of images that pass, removed ones too. */
  async idsOf(filter: PointFilter): Promise<ImageId[]> {
    const ids: ImageId[] = [];
    for await (const points of this.points.scrollAll(filter, { fields: [], page: IDS_PAGE })) {
      for (const { id } of points) {
        const image = imageIdOf(id);
        if (image !== undefined) ids.push(image);
      }
    }
    return ids;
  }
}
