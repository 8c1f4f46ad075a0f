import { randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ASPECTS } from "@/lib/energy/aspects";
import { DENSITY_SAMPLE } from "@/lib/energy/hubs";
import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { AppError } from "@/lib/errors";
import { workerFile } from "@/lib/worker-file";
import { checkRows, checkSearch } from "./check-input";
import { DensityBook } from "./density-book";
import { LanceLog } from "./lance-log";
import { RowIndex } from "./row-index";
import { smallestHashes } from "./sample-order";
import { Scanner } from "./scan/scanner";
import { type Stamp, type StoreEvent, writeRecord } from "./store-event";
import { storeFailure } from "./store-failure";
import { VectorFile, type VectorSpan } from "./vector-file";
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
/** Rows measured at a time in the background: a search waits for some 5 ms at most. */
const DENSITY_BATCH = 256;
/** How long nothing must have been written before rows are measured in the background. */
const QUIET_MS = 3_000;

/** What densities are measured against. */
interface DensitySample {
  readonly revision: number;
  readonly slots: Int32Array;
  /** Of the rows in it: the same key means the same energies. */
  readonly key: string;
}

/**
 * Opens the gallery in a folder: rows in LanceDB, durable and shared with other processes; all of
 * it in memory too, where an exact scan in a worker thread searches it (docs/adr/0002).
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
}): Promise<VectorStore> {
  const { dir, schema, workerPath = workerFile("scan.worker"), galleryId } = options;
  try {
    const store = new LanceStore(schema, await LanceLog.open(dir, schema, galleryId), workerPath);
    await store.refresh();
    return store;
  } catch (error) {
    throw storeFailure(error);
  }
}

class LanceStore implements VectorStore {
  readonly schema: StoreSchema;
  readonly #log: LanceLog;
  readonly #index: RowIndex;
  readonly #energies: VectorFile;
  readonly #scanner: Scanner;
  readonly #writer = randomBytes(6).toString("base64url");
  /** The end of the last use of the log: uses run one after the other. */
  #tail: Promise<unknown> = Promise.resolve();
  readonly #densities = new DensityBook();
  #sample: DensitySample | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #revision = 0;
  #closing: Promise<void> | undefined;

  constructor(schema: StoreSchema, log: LanceLog, workerPath: string) {
    this.schema = schema;
    this.#log = log;
    this.#energies = VectorFile.openTemporary(schema.layout.total);
    this.#index = new RowIndex(schema, this.#energies);
    const { memory } = this.#index.arena;
    this.#scanner = new Scanner({ workerPath, memory, layout: schema.layout });
  }

  state(): StoreState {
    const { galleryId } = this.#log;
    return { galleryId, revision: this.#revision, count: this.#index.count };
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
      const fresh = [...new Set(ids)].filter((id) => !this.#index.removed.has(id));
      count = fresh.filter((id) => this.#index.slotOf(id) !== undefined).length;
      return fresh.map((id) => ({ kind: "remove", id, stamp }));
    });
    return count;
  }

  async removed(): Promise<ReadonlySet<ImageId>> {
    return new Set(this.#index.removed);
  }

  async get(ids: readonly ImageId[]): Promise<(StoredImage | undefined)[]> {
    return ids.map((id) => this.#index.image(id));
  }

  async energies(ids: readonly ImageId[]): Promise<(Float32Array | undefined)[]> {
    return ids.map((id) => this.#index.energy(id));
  }

  async densities(ids: readonly ImageId[]): Promise<Float32Array> {
    const slots = ids.map((id) => this.#index.slotOf(id) ?? -1);
    await this.#measure(slots.filter((slot) => slot >= 0));
    const values = new Float32Array(ids.length * ASPECTS.length);
    slots.forEach((slot, i) => {
      if (slot >= 0) this.#densities.copyTo(slot, values, i * ASPECTS.length);
    });
    return values;
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
        energies: this.#spans,
        filter: index.facets.filterOf(filters ?? {}),
      }),
      signal,
    );
    return Array.from(slots, (slot, i) => ({
      id: this.#idAt(slot),
      score: scores[i] ?? 0,
      aspectRatio: index.aspectRatioAt(slot),
    }));
  }

  async sample(limit: number): Promise<ImageId[]> {
    return smallestHashes(this.#index.ids(), limit);
  }

  async ids(filters: Filters = {}): Promise<ImageId[]> {
    return this.#index.ids(filters);
  }

  async *scan(): AsyncIterable<readonly StoredImage[]> {
    const ids = this.#index.ids();
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
    this.#log.close();
    await this.#scanner.close();
    this.#energies.close();
  }

  /** Measures what is not known yet of these slots against the sample of now. */
  async #measure(slots: readonly number[]): Promise<void> {
    const sample = await this.#densitySample();
    this.#densities.keepTo(sample.key);
    const missing = slots.filter((slot) => !this.#densities.has(slot, this.#index.bornAt(slot)));
    if (missing.length === 0) return;
    const born = missing.map((slot) => this.#index.bornAt(slot));
    const { values } = await this.#scanner.run(() => ({
      type: "densities",
      slots: Int32Array.from(missing),
      sample: sample.slots,
      revision: sample.revision,
      energies: this.#spans,
    }));
    this.#densities.keepTo(sample.key);
    missing.forEach((slot, i) => {
      const own = values.subarray(i * ASPECTS.length, (i + 1) * ASPECTS.length);
      this.#densities.set(slot, born[i] ?? -1, own);
    });
  }

  async #densitySample(): Promise<DensitySample> {
    const { revision } = this.state();
    if (this.#sample?.revision !== revision) {
      const ids = await this.sample(DENSITY_SAMPLE);
      const slots = Int32Array.from(ids.flatMap((id) => this.#index.slotOf(id) ?? []));
      const born = Array.from(slots, (slot) => this.#index.bornAt(slot));
      this.#sample = { revision, slots, key: `${ids.join()} ${born.join()}` };
    }
    return this.#sample;
  }

  /**
   * Measures all rows while nobody asks for anything, so that no search has to wait for it: 2 s of
   * the scan thread at 100,000 × 512. Begun once the gallery has been quiet for a while.
   */
  #measureWhenQuiet(): void {
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.#measureAll().catch(() => {}), QUIET_MS);
    this.#quiet.unref();
  }

  async #measureAll(): Promise<void> {
    const { revision } = this.state();
    const ids = this.#index.ids();
    for (let at = 0; at < ids.length && this.#closing === undefined; ) {
      if (this.state().revision !== revision) return;
      if (this.#scanner.isIdle) {
        const batch = ids.slice(at, at + DENSITY_BATCH);
        await this.#measure(batch.flatMap((id) => this.#index.slotOf(id) ?? []));
        at += DENSITY_BATCH;
      }
      await nextTurn();
    }
  }

  #idAt(slot: number): ImageId {
    const id = this.#index.idAt(slot);
    if (id === undefined) throw new RangeError(`Expected a slot that was written: ${slot}`);
    return id;
  }

  /** Where the scan thread finds energies. */
  get #spans(): readonly VectorSpan[] {
    const { path, firstSlot } = this.#energies;
    return [{ path, firstSlot }];
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
      this.#index.apply(events, !this.#scanner.isBusy);
      await nextTurn();
    }
    if (this.#revision === this.#log.version) return;
    this.#revision = this.#log.version;
    this.#measureWhenQuiet();
  }

  async #exclusively(use: () => Promise<void>): Promise<void> {
    if (this.#closing !== undefined) {
      throw new AppError("store_unavailable", "Expected an open store but it has been closed");
    }
    const done = this.#tail.then(use);
    this.#tail = done.catch(() => {});
    try {
      await done;
    } catch (error) {
      throw storeFailure(error);
    }
  }
}
