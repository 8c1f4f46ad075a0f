import { LRUCache } from "lru-cache";
import { DENSITY_SAMPLE } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { AppError, isAppError } from "@/lib/errors";
import { checkRows, checkSearch } from "../check-input";
import { fnv1a } from "../sample-order";
import type {
  Hit,
  ImageRow,
  SearchOptions,
  StoredImage,
  StoreSchema,
  StoreState,
  VectorStore,
} from "../vector-store";
import { aliasTarget, describeCollection, openCollection, REEMBED } from "./collection";
import { checkCollection } from "./collection-config";
import { Crowding } from "./crowding";
import { Engine, type EnginePatience } from "./engine";
import { exactSearch } from "./exact-search";
import {
  pointOf,
  RECORD_FIELDS,
  type RowVectors,
  readImage,
  readVectors,
  saidPayload,
  tombstoneOf,
  VECTOR_FIELDS,
} from "./point";
import { filterConditions, ofKind } from "./point-filter";
import { imageIdOf, pointIdOf } from "./point-id";
import { Points } from "./points";

const SCAN_PAGE = 512;
/** Ids alone: 1 MB a page. */
const IDS_PAGE = 10_000;
/** Rows whose vectors are kept for what asks next: 36 MB at 512 dims. */
const RECENT_ROWS = 16_384;
/** Lists of ids that are kept, one a filter. */
const RECENT_LISTS = 4;

export interface QdrantStoreOptions {
  /** Of the REST interfaces of the engine's nodes, with their ports: any of them answers for all. */
  readonly urls: readonly string[];
  /** The alias that the gallery is called by. */
  readonly collection: string;
  readonly apiKey?: string;
  readonly schema: StoreSchema;
  /** What a gallery that has to be made is called: one that is moved keeps its name. */
  readonly galleryId?: string;
  /** Search every row, however many there are: for comparisons. */
  readonly isExact?: boolean;
  /** How long the engine is waited for. */
  readonly patience?: EnginePatience;
}

/**
 * Opens a gallery that a Qdrant engine keeps, or makes an empty one (docs/adr/0030). Nothing of it is
 * kept here but what was read last: any number of processes may share it.
 *
 * @throws {AppError} `model_mismatch`; `collection_foreign`; `store_unavailable`; `disk_full`.
 */
export async function openQdrantStore(options: QdrantStoreOptions): Promise<VectorStore> {
  const { schema, collection, galleryId, isExact = false } = options;
  const engine = new Engine(options);
  try {
    const made = await openCollection(engine, collection, schema, galleryId);
    const store = new QdrantStore({ engine, alias: collection, schema, isExact, ...made });
    await store.refresh();
    return store;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** @throws {AppError} `store_unavailable` when none of an engine's nodes answers. */
export async function reachQdrant(
  options: Pick<QdrantStoreOptions, "urls" | "apiKey">,
): Promise<void> {
  const engine = new Engine(options);
  try {
    await engine.read((api, init) => api.getCollectionsAliases({}, init));
  } finally {
    await engine.close();
  }
}

/** What was read of one revision. */
interface Recent {
  readonly rows: LRUCache<ImageId, RowVectors>;
  readonly lists: LRUCache<string, readonly ImageId[]>;
  sample: readonly ImageId[] | undefined;
  crowding: Promise<Crowding> | undefined;
}

class QdrantStore implements VectorStore {
  readonly schema: StoreSchema;
  readonly #engine: Engine;
  readonly #alias: string;
  readonly #isExact: boolean;
  #points: Points;
  #state: StoreState;
  #recent = emptyRecent();
  #isClosed = false;

  constructor(options: {
    readonly engine: Engine;
    readonly alias: string;
    readonly schema: StoreSchema;
    readonly isExact: boolean;
    readonly name: string;
    readonly galleryId: string;
  }) {
    const { engine, alias, schema, isExact, name, galleryId } = options;
    this.schema = schema;
    this.#engine = engine;
    this.#alias = alias;
    this.#isExact = isExact;
    this.#points = new Points(engine, name);
    this.#state = { galleryId, revision: 0, count: 0 };
  }

  state(): StoreState {
    return this.#state;
  }

  async refresh(): Promise<StoreState> {
    this.#checkOpen();
    const points = this.#points;
    const [target, revision] = await Promise.all([
      aliasTarget(this.#engine, this.#alias),
      points.readRevision(),
    ]);
    // One of another model is not ours to read: this process goes on with the images it has.
    if (target !== undefined && target !== points.name && (await this.#follow(target))) {
      return this.refresh();
    }
    await this.#see(revision, points);
    return this.#state;
  }

  async upsert(rows: readonly ImageRow[]): Promise<void> {
    const points = checkRows(rows, this.schema).map(pointOf);
    if (points.length > 0) await this.#write((collection) => collection.upsert(points));
  }

  async update(
    changes: readonly Pick<StoredImage, "id" | "locations" | "details">[],
  ): Promise<void> {
    const byId = new Map(changes.map((change) => [change.id, change]));
    const payloads = Array.from(byId.values(), (change) => {
      return { id: change.id, payload: saidPayload(change) };
    });
    if (payloads.length > 0) await this.#write((collection) => collection.setPayloads(payloads));
  }

  async remove(ids: readonly ImageId[]): Promise<number> {
    const known = [...new Set(ids)].filter((id) => pointIdOf(id) !== undefined);
    if (known.length === 0) return 0;
    let count = 0;
    await this.#write(async (collection) => {
      count = Math.max(count, (await collection.read(known, ["kind"])).size);
      await collection.upsert(known.map(tombstoneOf));
    });
    return count;
  }

  async removed(): Promise<ReadonlySet<ImageId>> {
    return new Set(await this.#allIds({ must: [ofKind("removed")] }));
  }

  async get(ids: readonly ImageId[]): Promise<(StoredImage | undefined)[]> {
    this.#checkOpen();
    const found = await this.#points.read(ids, RECORD_FIELDS);
    return ids.map((id) => {
      const payload = found.get(id);
      return payload && readImage(id, payload);
    });
  }

  async energies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]> {
    const rows = await this.#vectors(ids);
    return ids.map((id) => rows.get(id)?.energy.slice());
  }

  async densities(ids: readonly ImageId[]): Promise<Float32Array> {
    const crowding = await this.#crowding();
    const rows = await this.#vectors(ids.filter((id) => !crowding.has(id)));
    await crowding.measure(Array.from(rows, ([id, { energy }]) => ({ id, energy })));
    return Float32Array.from(ids.flatMap((id) => [...crowding.of(id)]));
  }

  async copies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]> {
    const rows = await this.#vectors(ids);
    return ids.map((id) => rows.get(id)?.copy.slice());
  }

  async search(query: Float32Array, options: SearchOptions): Promise<Hit[]> {
    checkSearch(query, options.limit, this.schema);
    options.signal?.throwIfAborted();
    this.#checkOpen();
    const { rows } = this.#recent;
    return exactSearch(this.#points, query, options, {
      count: this.#state.count,
      isExact: this.#isExact,
      keep: (id, row) => rows.set(id, row),
    });
  }

  async sample(limit: number): Promise<ImageId[]> {
    this.#checkOpen();
    const recent = this.#recent;
    if (
      recent.sample &&
      (recent.sample.length >= limit || recent.sample.length === this.#state.count)
    ) {
      return recent.sample.slice(0, limit);
    }
    // Two of one hash stand in any order: a few more, so that ours decides which is in.
    const { points } = await this.#points.scroll({
      filter: { must: [ofKind("image")] },
      order_by: { key: "hash", direction: "asc" },
      limit: limit + 8,
      with_payload: false,
      with_vector: false,
    });
    const ids = points.flatMap(({ id }) => imageIdOf(id) ?? []);
    ids.sort((a, b) => fnv1a(a) - fnv1a(b) || (a < b ? -1 : 1));
    recent.sample = ids.slice(0, limit);
    return ids.slice(0, limit);
  }

  async ids(filters: Filters = {}): Promise<ImageId[]> {
    const conditions = filterConditions(filters);
    if (!conditions) return [];
    const { lists } = this.#recent;
    const key = JSON.stringify(conditions);
    const ids = lists.get(key) ?? (await this.#allIds({ must: [ofKind("image"), ...conditions] }));
    lists.set(key, ids);
    return [...ids];
  }

  async *scan(): AsyncIterable<readonly StoredImage[]> {
    this.#checkOpen();
    const page = { fields: RECORD_FIELDS, page: SCAN_PAGE };
    for await (const points of this.#points.scrollAll({ must: [ofKind("image")] }, page)) {
      yield points.flatMap(({ id, payload }) => {
        const image = imageIdOf(id);
        return image === undefined ? [] : [readImage(image, payload)];
      });
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#engine.close();
  }

  /**
   * Writes, and acknowledges only what the gallery's collection holds: one that was switched away from
   * in the meantime may have been read for the last time before we wrote.
   */
  async #write(write: (collection: Points) => Promise<void>): Promise<void> {
    for (;;) {
      this.#checkOpen();
      const points = new Points(this.#engine.patient, this.#points.name);
      await write(points);
      const [target, revision] = await Promise.all([
        aliasTarget(this.#engine.patient, this.#alias),
        points.readRevision(),
      ]);
      if (target === points.name) {
        // Whoever reads this revision, ours or a later one, reads it after the rows were stored.
        await points.raiseRevision(revision + 1);
        await this.#see(revision + 1, points);
        return;
      }
      if (target === undefined || !(await this.#follow(target))) throw this.#left(target);
    }
  }

  /** Goes over to the collection that the alias points to now, when its vectors are of our model. */
  async #follow(target: string): Promise<boolean> {
    const info = await describeCollection(this.#engine, target);
    try {
      const { name, galleryId } = checkCollection(target, info, this.schema, REEMBED);
      const points = new Points(this.#engine, name);
      // Revisions only ever grow, also for those who come over.
      await points.raiseRevision(this.#state.revision + 1);
      this.#points = points;
      this.#state = { ...this.#state, galleryId };
      this.#recent = emptyRecent();
      return true;
    } catch (error) {
      // Of another model or another program: whoever writes is told so.
      if (isAppError(error) && error.code !== "store_unavailable") return false;
      throw error;
    }
  }

  /** Takes in that a collection was written to. */
  async #see(revision: number, points: Points): Promise<void> {
    if (revision <= this.#state.revision) return;
    const count = await points.count({ must: [ofKind("image")] });
    if (revision <= this.#state.revision || points.name !== this.#points.name) return;
    this.#state = { ...this.#state, revision, count };
    this.#recent = emptyRecent();
  }

  async #vectors(ids: readonly ImageId[]): Promise<Map<ImageId, RowVectors>> {
    this.#checkOpen();
    const { rows } = this.#recent;
    const found = new Map<ImageId, RowVectors>();
    const missing: ImageId[] = [];
    for (const id of ids) {
      const row = rows.get(id);
      if (row) found.set(id, row);
      else missing.push(id);
    }
    if (missing.length === 0) return found;
    for (const [id, payload] of await this.#points.read(missing, VECTOR_FIELDS)) {
      const row = readVectors(id, payload);
      found.set(id, row);
      rows.set(id, row);
    }
    return found;
  }

  #crowding(): Promise<Crowding> {
    const recent = this.#recent;
    recent.crowding ??= this.#sampleCrowding().catch((error) => {
      recent.crowding = undefined;
      throw error;
    });
    return recent.crowding;
  }

  async #sampleCrowding(): Promise<Crowding> {
    const rows = await this.#vectors(await this.sample(DENSITY_SAMPLE));
    const sample = Array.from(rows, ([id, { energy }]) => ({ id, energy }));
    return new Crowding(this.schema.layout, sample);
  }

  async #allIds(filter: Parameters<Points["scrollAll"]>[0]): Promise<ImageId[]> {
    this.#checkOpen();
    const ids: ImageId[] = [];
    for await (const points of this.#points.scrollAll(filter, { fields: [], page: IDS_PAGE })) {
      for (const { id } of points) {
        const image = imageIdOf(id);
        if (image !== undefined) ids.push(image);
      }
    }
    return ids;
  }

  #left(target: string | undefined): AppError {
    const { modelId } = this.schema;
    return new AppError(
      "model_mismatch",
      `Expected gallery ${JSON.stringify(this.#alias)} to hold vectors of ${modelId} but it was switched to ${JSON.stringify(target ?? "nothing")} meanwhile, and nothing was taken in: start again with that gallery's model (WAVELENGTH_MODEL)`,
    );
  }

  #checkOpen(): void {
    if (!this.#isClosed) return;
    throw new AppError("store_unavailable", "Expected an open store but it has been closed");
  }
}

function emptyRecent(): Recent {
  return {
    rows: new LRUCache({ max: RECENT_ROWS }),
    lists: new LRUCache({ max: RECENT_LISTS }),
    sample: undefined,
    crowding: undefined,
  };
}
