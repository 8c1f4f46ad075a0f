import { LRUCache } from "lru-cache";
import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { fnv1a } from "../sample-order";
import { type RowVectors, readStamp, readVectors, STAMP_FIELDS, VECTOR_FIELDS } from "./point";
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

/** A row, and which reader has read it or found it unchanged. */
interface Recent {
  readonly row: RowVectors;
  readonly reader: number;
}

/**
 * Reads one revision of a collection, and keeps what was read: it does not change. Rows that an earlier
 * reader has read are asked for by their stamps: 2,000 of them took 15 ms where their vectors took 130.
 */
export class RevisionReader {
  readonly points: Points;
  /** Of this reader and of those before it. */
  readonly #rows: LRUCache<ImageId, Recent>;
  /** How many there were before. */
  readonly #number: number;
  readonly #lists = new LRUCache<string, readonly ImageId[]>({ max: RECENT_LISTS });
  #sample: { readonly ids: readonly ImageId[]; readonly isWhole: boolean } | undefined;

  /** @param before the reader of an earlier revision, or of the collection that this one replaces. */
  constructor(points: Points, before?: RevisionReader) {
    this.points = points;
    this.#rows = before ? before.#rows : new LRUCache({ max: RECENT_ROWS });
    this.#number = before ? before.#number + 1 : 0;
  }

  /** What is there of these images, in no particular order. */
  async vectors(ids: readonly ImageId[], signal?: AbortSignal): Promise<Map<ImageId, RowVectors>> {
    const found = new Map<ImageId, RowVectors>();
    const older = new Map<ImageId, RowVectors>();
    const missing: ImageId[] = [];
    for (const id of ids) {
      const recent = this.#rows.get(id);
      if (recent?.reader === this.#number) found.set(id, recent.row);
      else if (recent?.row.stamp !== undefined) older.set(id, recent.row);
      else missing.push(id);
    }
    const keep = (id: ImageId, row: RowVectors) => {
      found.set(id, row);
      this.#rows.set(id, { row, reader: this.#number });
    };
    if (older.size > 0) {
      const stamps = await this.points.read([...older.keys()], STAMP_FIELDS, signal);
      for (const [id, payload] of stamps) {
        const row = older.get(id);
        if (row && readStamp(id, payload) === row.stamp) keep(id, row);
        else missing.push(id);
      }
    }
    if (missing.length > 0) {
      for (const [id, payload] of await this.points.read(missing, VECTOR_FIELDS, signal)) {
        keep(id, readVectors(id, payload));
      }
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
