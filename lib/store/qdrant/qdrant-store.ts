import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { AppError, isAppError } from "@/lib/errors";
import { checkRows, checkSearch } from "../check-input";
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
import { type CollectionInfo, checkCollection } from "./collection-config";
import { Engine, type EnginePatience } from "./engine";
import { isNotFound } from "./engine-failure";
import { exactSearch } from "./exact-search";
import { pointOf, RECORD_FIELDS, readImage, saidPayload, tombstoneOf } from "./point";
import { ofKind } from "./point-filter";
import { imageIdOf, pointIdOf } from "./point-id";
import { Points } from "./points";
import { ReadDensities } from "./read-densities";
import { RevisionReader } from "./revision-reader";

const SCAN_PAGE = 512;

export interface QdrantStoreOptions {
  /** Of the REST interfaces of the engine's nodes, with their ports: any of them answers for all. */
  readonly urls: readonly string[];
  /** The alias that the gallery is called by. */
  readonly collection: string;
  readonly apiKey?: string;
  readonly schema: StoreSchema;
  /** What a gallery that has to be made is called: one that is moved keeps its name. */
  readonly galleryId?: string;
  /** Search every row, or the graph, however many there are: for comparisons. */
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
  const { schema, collection, galleryId, isExact } = options;
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

class QdrantStore implements VectorStore {
  readonly schema: StoreSchema;
  readonly #engine: Engine;
  readonly #alias: string;
  readonly #isExact: boolean | undefined;
  readonly #densities: ReadDensities;
  #reader: RevisionReader;
  #state: StoreState;
  #isClosed = false;

  constructor(options: {
    readonly engine: Engine;
    readonly alias: string;
    readonly schema: StoreSchema;
    readonly isExact: boolean | undefined;
    readonly name: string;
    readonly galleryId: string;
  }) {
    const { engine, alias, schema, isExact, name, galleryId } = options;
    this.schema = schema;
    this.#engine = engine;
    this.#alias = alias;
    this.#isExact = isExact;
    this.#densities = new ReadDensities(schema.layout);
    this.#reader = new RevisionReader(new Points(engine, name));
    this.#state = { galleryId, revision: 0, count: 0 };
  }

  state(): StoreState {
    return this.#state;
  }

  async refresh(): Promise<StoreState> {
    this.#checkOpen();
    const target = await aliasTarget(this.#engine, this.#alias);
    // One of another model is not ours to read: this process goes on with the images it has.
    if (target !== undefined && target !== this.#reader.points.name) await this.#follow(target);
    const { points } = this.#reader;
    await this.#see(await points.readRevision(), points);
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
    this.#checkOpen();
    return new Set(await this.#reader.idsOf({ must: [ofKind("removed")] }));
  }

  async get(ids: readonly ImageId[]): Promise<(StoredImage | undefined)[]> {
    this.#checkOpen();
    const found = await this.#reader.points.read(ids, RECORD_FIELDS);
    return ids.map((id) => {
      const payload = found.get(id);
      return payload && readImage(id, payload);
    });
  }

  async energies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]> {
    this.#checkOpen();
    const rows = await this.#reader.vectors(ids);
    return ids.map((id) => rows.get(id)?.energy.slice());
  }

  async densities(ids: readonly ImageId[]): Promise<Float32Array> {
    this.#checkOpen();
    return this.#densities.of(ids, this.#reader);
  }

  async copies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]> {
    this.#checkOpen();
    const rows = await this.#reader.vectors(ids);
    return ids.map((id) => rows.get(id)?.copy.slice());
  }

  async search(query: Float32Array, options: SearchOptions): Promise<Hit[]> {
    checkSearch(query, options.limit, this.schema);
    options.signal?.throwIfAborted();
    this.#checkOpen();
    const reader = this.#reader;
    return exactSearch(reader.points, query, options, {
      count: this.#state.count,
      isExact: this.#isExact,
      rowsOf: (ids) => reader.vectors(ids, options.signal),
    });
  }

  async sample(limit: number): Promise<ImageId[]> {
    this.#checkOpen();
    return this.#reader.sample(limit);
  }

  async ids(filters: Filters = {}): Promise<ImageId[]> {
    this.#checkOpen();
    return this.#reader.ids(filters);
  }

  async *scan(): AsyncIterable<readonly StoredImage[]> {
    this.#checkOpen();
    const page = { fields: RECORD_FIELDS, page: SCAN_PAGE };
    for await (const points of this.#reader.points.scrollAll({ must: [ofKind("image")] }, page)) {
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
      const points = new Points(this.#engine.patient, this.#reader.points.name);
      // One that is gone may have been switched away from before.
      const failure = await write(points).catch((error: unknown) => error ?? true);
      if (failure !== undefined && !isNotFound(failure)) throw failure;
      const target = await aliasTarget(this.#engine.patient, this.#alias);
      if (target === points.name) {
        if (failure !== undefined) throw failure;
        // Whoever reads this revision, ours or a later one, reads it after the rows were stored.
        const revision = (await points.readRevision()) + 1;
        await points.raiseRevision(revision);
        await this.#see(revision, points);
        return;
      }
      if (target === undefined || !(await this.#follow(target))) throw this.#left(target);
    }
  }

  /** Goes over to the collection that the alias points to now, when its vectors are of our model. */
  async #follow(target: string): Promise<boolean> {
    const info = await describeCollection(this.#engine, target);
    const found = this.#readOurs(target, info);
    if (!found) return false;
    const points = new Points(this.#engine, found.name);
    // Revisions only ever grow, also for those who come over.
    await points.raiseRevision(this.#state.revision + 1);
    this.#reader = new RevisionReader(points, this.#reader);
    this.#state = { ...this.#state, galleryId: found.galleryId };
    return true;
  }

  /** `undefined` for a collection of another model or another program: whoever writes is told so. */
  #readOurs(name: string, info: unknown): CollectionInfo | undefined {
    try {
      return checkCollection(name, info, this.schema, REEMBED);
    } catch (error) {
      if (isAppError(error)) return undefined;
      throw error;
    }
  }

  /** Takes in that a collection was written to. */
  async #see(revision: number, points: Points): Promise<void> {
    if (revision <= this.#state.revision) return;
    const count = await points.count({ must: [ofKind("image")] });
    if (revision <= this.#state.revision || points.name !== this.#reader.points.name) return;
    this.#state = { ...this.#state, revision, count };
    this.#reader = new RevisionReader(this.#reader.points, this.#reader);
  }

  #left(target: string | undefined): AppError {
    const { modelId } = this.schema;
    if (target === undefined) {
      const { name } = this.#reader.points;
      return new AppError(
        "store_unavailable",
        `Expected a gallery called ${JSON.stringify(this.#alias)} in the vector engine but its alias is gone, and nothing was taken in: point the alias to ${JSON.stringify(name)} again, or start again`,
      );
    }
    return new AppError(
      "model_mismatch",
      `Expected gallery ${JSON.stringify(this.#alias)} to hold vectors of ${modelId} but it was switched to ${JSON.stringify(target)} meanwhile, and nothing was taken in: start again with that gallery's model (WAVELENGTH_MODEL)`,
    );
  }

  #checkOpen(): void {
    if (!this.#isClosed) return;
    throw new AppError("store_unavailable", "Expected an open store but it has been closed");
  }
}
