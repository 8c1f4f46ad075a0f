import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { AppError } from "@/lib/errors";
import { logEvent } from "@/lib/log-event";
import { workerFile } from "@/lib/worker-file";
import { checkRows, checkSearch } from "./check-input";
import { KeptIndex, type OpenedIndex } from "./index/kept-index";
import { closeRowFiles } from "./index/row-files";
import { LanceLog } from "./lance-log";
import { RowDensities } from "./row-densities";
import { Scanner } from "./scan/scanner";
import { type Stamp, type StoreEvent, writeRecord } from "./store-event";
import { storeFailure } from "./store-failure";
import type {
  Hit,
  ImageRow,
  SearchOptions,
  StoredImage,
  StoreSchema,
  StoreState,
  VectorStore,
} from "./vector-store";

const SCAN_BATCH = 512;
/** How long nothing must have been written before rows are measured and kept in the background. */
const QUIET_MS = 3_000;
/** So many rows that are not kept yet are worth keeping; reading them from the log takes 0.1 s. */
const ROWS_TO_KEEP = 4_096;
/** While much is written, the index is kept when this share of it is new. */
const NEW_SHARE_TO_KEEP = 0.5;

/**
 * Opens the gallery in a folder: rows in LanceDB, durable and shared with other processes; codes
 * of them in memory, where worker threads search them (docs/adr/0002, 0028), and an index beside
 * the log, so that a million rows open in seconds (docs/adr/0029).
 *
 * @param options.workerPath `dist/scan.worker.js` by default; `scan-kernel.wasm` stands beside it.
 * @param options.galleryId what a gallery that has to be made is called: one that is moved keeps its
 *   name, and links to it stay valid. Random by default; one that is there keeps its own.
 * @throws {AppError} `model_mismatch` names both models; `store_unavailable`; `disk_full`.
 */
export async function openLanceStore(options: {
  readonly dir: string;
  readonly schema: StoreSchema;
  readonly workerPath?: string;
  readonly galleryId?: string;
  readonly rowsToKeep?: number;
}): Promise<VectorStore> {
  const { dir, schema, workerPath = workerFile("scan.worker"), galleryId } = options;
  const { rowsToKeep = ROWS_TO_KEEP } = options;
  try {
    const log = await LanceLog.open(dir, schema, galleryId);
    const kept = new KeptIndex(dir, log.galleryId, schema);
    const opened = await kept.open((position) => log.goesOnFrom(position));
    const store = new LanceStore({ schema, log, kept, opened, workerPath, rowsToKeep });
    await store.refresh();
    return store;
  } catch (error) {
    throw storeFailure(error);
  }
}

class LanceStore implements VectorStore {
  readonly schema: StoreSchema;
  readonly #log: LanceLog;
  readonly #kept: KeptIndex;
  readonly #opened: OpenedIndex;
  readonly #scanner: Scanner;
  readonly #densities: RowDensities;
  readonly #rowsToKeep: number;
  readonly #writer = randomBytes(6).toString("base64url");
  /** The end of the last use of the log: uses run one after the other. */
  #tail: Promise<unknown> = Promise.resolve();
  #quiet: NodeJS.Timeout | undefined;
  #keeping: Promise<void> | undefined;
  /** Rows that there were when the index was kept last, or could not be: a full disk is not filled again at once. */
  #rowsTried: number;
  #revision = 0;
  #closing: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: {
    readonly schema: StoreSchema;
    readonly log: LanceLog;
    readonly kept: KeptIndex;
    readonly opened: OpenedIndex;
    readonly workerPath: string;
    readonly rowsToKeep: number;
  }) {
    const { schema, log, kept, opened, workerPath, rowsToKeep } = options;
    const { index, files, position, densities } = opened;
    this.schema = schema;
    this.#log = log;
    this.#kept = kept;
    this.#opened = opened;
    this.#rowsToKeep = rowsToKeep;
    this.#rowsTried = index.slots;
    const { memory } = index.arena;
    this.#scanner = new Scanner({ workerPath, memory, layout: schema.layout });
    this.#densities = new RowDensities(index, files.energies, this.#scanner);
    if (position) log.goOnFrom(position);
    if (densities) this.#densities.book.load(densities);
    this.#revision = log.version;
  }

  /** @throws {AppError} `store_unavailable` when it has been closed: its files are gone with it. */
  get #index() {
    if (this.#isClosed) throw closed();
    return this.#opened.index;
  }

  state(): StoreState {
    const { galleryId } = this.#log;
    return { galleryId, revision: this.#revision, count: this.#opened.index.count };
  }

  async refresh(): Promise<StoreState> {
    await this.#exclusively(() => this.#takeIn());
    return this.state();
  }

  async upsert(rows: readonly ImageRow[]): Promise<void> {
    const checked = checkRows(rows, this.schema);
    await this.#write((stamp) =>
      checked.map((row) => {
        const { id, energy, copy } = row;
        return { kind: "put", id, stamp, record: writeRecord(row), energy, copy };
      }),
    );
  }

  async update(
    changes: readonly Pick<StoredImage, "id" | "locations" | "details">[],
  ): Promise<void> {
    const byId = new Map(changes.map((change) => [change.id, change]));
    await this.#write((stamp) =>
      [...byId.values()]
        .filter(({ id }) => this.#index.slotOf(id) !== undefined)
        .map((change) => ({
          kind: "update",
          id: change.id,
          stamp,
          record: writeRecord({ locations: change.locations, details: change.details }),
        })),
    );
  }

  async remove(ids: readonly ImageId[]): Promise<number> {
    let count = 0;
    await this.#write((stamp) => {
      const fresh = [...new Set(ids)].filter((id) => !this.#index.isRemoved(id));
      count = fresh.filter((id) => this.#index.slotOf(id) !== undefined).length;
      return fresh.map((id) => ({ kind: "remove", id, stamp }));
    });
    return count;
  }

  async removed(): Promise<ReadonlySet<ImageId>> {
    return this.#index.removed();
  }

  async get(ids: readonly ImageId[]): Promise<(StoredImage | undefined)[]> {
    return ids.map((id) => this.#index.image(id));
  }

  async energies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]> {
    return ids.map((id) => this.#index.energy(id));
  }

  async densities(ids: readonly ImageId[]): Promise<Float32Array> {
    return this.#densities.of(ids, this.#revision);
  }

  async copies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]> {
    return ids.map((id) => this.#index.copy(id));
  }

  async search(query: Float32Array, options: SearchOptions): Promise<Hit[]> {
    const { limit, exclude, filters, signal } = options;
    checkSearch(query, limit, this.schema);
    const index = this.#index;
    const { slots, scores } = await this.#scanner.run(
      () => ({
        type: "search",
        query,
        limit,
        slots: index.slots,
        moment: index.moment,
        exclude: this.#slotsOf(exclude),
        energies: this.#opened.files.energies.open,
        filter: index.facets.filterOf(filters ?? {}),
      }),
      signal,
    );
    return Array.from(slots, (slot, i) => ({
      id: index.idAt(slot),
      score: scores[i] ?? 0,
      aspectRatio: index.aspectRatioAt(slot),
    }));
  }

  async sample(limit: number): Promise<ImageId[]> {
    return this.#index.sample(limit);
  }

  async ids(filters: Filters = {}): Promise<ImageId[]> {
    return Array.from(this.#index.slotsOf(filters), (slot) => this.#index.idAt(slot));
  }

  async *scan(): AsyncIterable<readonly StoredImage[]> {
    const ids = await this.ids();
    for (let at = 0; at < ids.length; at += SCAN_BATCH) {
      const batch = ids.slice(at, at + SCAN_BATCH).map((id) => this.#index.image(id));
      yield batch.filter((image) => image !== undefined);
      await nextTurn();
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearTimeout(this.#quiet);
    await this.#tail;
    await this.#keepWhenDue(this.#rowsToKeep);
    this.#log.close();
    await this.#scanner.close();
    this.#isClosed = true;
    closeRowFiles(this.#opened.files);
  }

  /** Measures and keeps while nobody writes. Begun once the gallery has been quiet for a while. */
  #settleWhenQuiet(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.#settle().catch(() => {}), QUIET_MS);
    this.#quiet.unref();
  }

  async #settle(): Promise<void> {
    const revision = this.#revision;
    await this.#keepWhenDue(this.#rowsToKeep);
    const goesOn = () => this.#revision === revision && this.#closing === undefined;
    await this.#densities.measureAll(revision, goesOn);
  }

  /** Keeps the index when so many rows are new since that was tried last. */
  async #keepWhenDue(rows: number): Promise<void> {
    if (this.#index.slots - this.#rowsTried >= rows) {
      this.#keeping ??= this.#keep().finally(() => {
        this.#keeping = undefined;
      });
    }
    await this.#keeping;
  }

  /** One that cannot be kept is made again from the log. */
  async #keep(): Promise<void> {
    const failed = (error: unknown) => logEvent("index_not_kept", { error: String(error) });
    let kept: Promise<unknown> = Promise.resolve();
    // Between two uses of the log: its position is that of the index as it is.
    this.#tail = this.#tail
      .then(async () => {
        const position = await this.#log.position();
        this.#rowsTried = this.#index.slots;
        kept = this.#kept.keep(this.#opened, position, this.#densities.book).catch(failed);
      })
      .catch(failed);
    await this.#tail;
    await kept;
  }

  #slotsOf(ids: ReadonlySet<ImageId> | undefined): Int32Array {
    if (!ids) return new Int32Array(0);
    return Int32Array.from(
      Array.from(ids, (id) => this.#index.slotOf(id)).filter((slot) => slot !== undefined),
    );
  }

  /**
   * Appends what `make` says, given a stamp later than everything that was acknowledged before,
   * and reads it back with whatever else is new.
   */
  async #write(make: (stamp: Stamp) => StoreEvent[]): Promise<void> {
    await this.#exclusively(async () => {
      await this.#takeIn();
      const events = make({ clock: this.#index.clock + 1, writer: this.#writer });
      if (events.length === 0) return;
      await this.#log.append(events);
      await this.#takeIn();
    });
    // Not awaited: what was written is safe already, and a merge that fails is tried after the
    // next write.
    this.#exclusively(() => this.#log.mergeFragments()).catch(() => {});
  }

  async #takeIn(): Promise<void> {
    for await (const events of this.#log.readNew()) {
      this.#index.apply(events);
      await nextTurn();
    }
    if (this.#revision === this.#log.version) return;
    this.#revision = this.#log.version;
    this.#settleWhenQuiet();
    const share = this.#rowsTried * NEW_SHARE_TO_KEEP;
    void this.#keepWhenDue(Math.max(16 * this.#rowsToKeep, share));
  }

  async #exclusively(use: () => Promise<void>): Promise<void> {
    if (this.#closing !== undefined) throw closed();
    const done = this.#tail.then(use);
    this.#tail = done.catch(() => {});
    try {
      await done;
    } catch (error) {
      throw storeFailure(error);
    }
  }
}

function closed(): AppError {
  return new AppError("store_unavailable", "Expected an open store but it has been closed");
}
