import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { fnv1a, positionsOfSmallest } from "../sample-order";
import { Arena } from "../scan/arena";
import { FACETS } from "../scan/arena-layout";
import { FacetBook } from "../scan/facet-book";
import { facetTest } from "../scan/facet-test";
import {
  isLater,
  mergeRecord,
  readRecord,
  type Said,
  type Stamp,
  type StoreEvent,
  saidIn,
} from "../store-event";
import type { StoredImage, StoreSchema } from "../vector-store";
import { IdTable } from "./id-table";
import { idWords } from "./id-words";
import { RowColumns } from "./row-columns";
import type { RowFiles } from "./row-files";

type Put = Extract<StoreEvent, { kind: "put" }>;
type Update = Extract<StoreEvent, { kind: "update" }>;

/** A change of what is said of an image that is not there, or not yet. */
interface Patch {
  readonly stamp: Stamp;
  readonly said: Said;
}

/** What {@link RowIndex} keeps beside its columns and its arena. */
export interface SavedIndex {
  readonly rows: number;
  readonly writers: readonly string[];
  readonly licences: readonly string[];
  readonly sources: readonly string[];
  readonly clock: number;
  readonly recordsEnd: number;
  readonly tombstones: readonly (readonly [ImageId, Stamp])[];
  readonly patches: readonly (readonly [ImageId, Patch])[];
}

/**
 * The gallery's rows, made by applying the log's events in any order. In memory: codes, ids and
 * what filters look at, some 750 bytes an image; in files: vectors and records. A slot is written
 * once: a row that is replaced gets another one.
 */
export class RowIndex {
  readonly arena: Arena;
  readonly facets = new FacetBook();
  readonly #schema: StoreSchema;
  readonly #files: RowFiles;
  readonly #columns = new RowColumns();
  readonly #table = new IdTable(() => this.#columns.values);
  /** Of images that were removed by hand. */
  readonly #tombstones = new Map<ImageId, Stamp>();
  readonly #patches = new Map<ImageId, Patch>();
  #recordsEnd = 0;
  /** The latest clock of any event. */
  clock = 0;
  /** Grows with every batch of events: what a search sees is what was there at its moment. */
  moment = 0;
  count = 0;

  constructor(schema: StoreSchema, files: RowFiles) {
    this.#schema = schema;
    this.#files = files;
    this.arena = new Arena(schema.layout);
  }

  /** Slots written so far. */
  get slots(): number {
    return this.#columns.length;
  }

  /**
   * Takes in changes. What goes into files is written first: a disk that is full leaves all as it
   * was, but for changes that may be taken in again.
   *
   * @throws what the file system throws.
   */
  apply(events: readonly StoreEvent[]): void {
    const puts = events.filter((event): event is Put => event.kind === "put" && this.#wins(event));
    const records = this.#write(puts);
    this.moment++;
    let next = 0;
    for (const event of events) {
      this.clock = Math.max(this.clock, event.stamp.clock);
      if (event.kind === "update") this.#patch(event);
      else if (event.kind === "remove") this.#remove(event);
      else if (event === puts[next]) this.#put(event, records[next++] ?? { at: 0, bytes: 0 });
    }
  }

  slotOf(id: ImageId): number | undefined {
    const slot = this.#table.get(id);
    return slot < 0 ? undefined : slot;
  }

  idAt(slot: number): ImageId {
    return this.#columns.idAt(slot);
  }

  aspectRatioAt(slot: number): number {
    return this.#columns.values.aspectRatio[slot] ?? 1;
  }

  /** When a row was put: with its id, the name of its vectors. */
  stampAt(slot: number): Stamp {
    return this.#columns.stampAt(slot);
  }

  image(id: ImageId): StoredImage | undefined {
    const slot = this.#table.get(id);
    return slot < 0 ? undefined : readRecord(id, this.#record(slot));
  }

  energy(id: ImageId): Float32Array | undefined {
    return this.#vector(id, this.#files.energies, this.#schema.layout.total);
  }

  copy(id: ImageId): Float32Array | undefined {
    return this.#vector(id, this.#files.copies, this.#schema.copyDims);
  }

  isRemoved(id: ImageId): boolean {
    return this.#tombstones.has(id);
  }

  /** Ids of what was removed by hand. */
  removed(): Set<ImageId> {
    return new Set(this.#tombstones.keys());
  }

  /** Slots of the images that are there and pass the filters, rising. */
  *slotsOf(filters: Filters = {}): Generator<number> {
    const passes = facetTest(this.facets.filterOf(filters));
    for (let slot = 0; slot < this.slots; slot++) {
      if (this.#columns.values.alive[slot] !== 1) continue;
      if (!passes || passes(this.arena.facets(slot), 0)) yield slot;
    }
  }

  /** As `VectorStore.sample`: 5 ms at a million. */
  sample(limit: number): ImageId[] {
    const { hash, alive } = this.#columns.values;
    const isThere = (slot: number) => alive[slot] === 1;
    const slots = positionsOfSmallest(hash.subarray(0, this.slots), limit, isThere);
    const ids = slots.map((slot) => ({ id: this.idAt(slot), hash: hash[slot] ?? 0 }));
    ids.sort((a, b) => a.hash - b.hash || (a.id < b.id ? -1 : 1));
    return ids.slice(0, limit).map(({ id }) => id);
  }

  /** All that is not in files or in the arena's segments, as it is now. */
  save(): { readonly saved: SavedIndex; readonly columns: readonly Uint8Array[] } {
    const { bytes, writers } = this.#columns.save();
    const saved: SavedIndex = {
      rows: this.slots,
      writers,
      ...this.facets.save(),
      clock: this.clock,
      recordsEnd: this.#recordsEnd,
      tombstones: [...this.#tombstones],
      patches: [...this.#patches],
    };
    return { saved, columns: [...bytes, new Uint8Array(this.arena.copyFacets(this.slots).buffer)] };
  }

  /**
   * Takes in what {@link save} gave; the arena's segments are there already.
   *
   * @param fill fills one array after the other with the bytes that are kept.
   */
  async load(saved: SavedIndex, fill: (target: Uint8Array) => Promise<void>): Promise<void> {
    const { rows, writers } = saved;
    await this.#columns.load(rows, writers, fill);
    this.facets.load(saved);
    const facets = new Int32Array(rows * FACETS);
    await fill(new Uint8Array(facets.buffer));
    this.moment = 1;
    for (let slot = 0; slot < rows; slot++) {
      const isAlive = this.#columns.values.alive[slot] === 1;
      this.arena.revive(slot, isAlive, facets.subarray(slot * FACETS, (slot + 1) * FACETS));
      if (!isAlive) continue;
      this.#table.set(slot);
      this.count++;
    }
    this.clock = saved.clock;
    this.#recordsEnd = saved.recordsEnd;
    for (const [id, stamp] of saved.tombstones) this.#tombstones.set(id, stamp);
    for (const [id, patch] of saved.patches) this.#patches.set(id, patch);
  }

  #wins({ id, stamp }: Put): boolean {
    const current = this.#stampOf(id);
    return !current || isLater(stamp, current);
  }

  /** When an image was put or removed last. */
  #stampOf(id: ImageId): Stamp | undefined {
    const slot = this.#table.get(id);
    return slot < 0 ? this.#tombstones.get(id) : this.#columns.stampAt(slot);
  }

  /** Writes what goes into files, for the slots to come. @returns where each record is. */
  #write(puts: readonly Put[]): { readonly at: number; readonly bytes: number }[] {
    if (puts.length === 0) return [];
    const { energies, copies } = this.#files;
    const { layout, copyDims } = this.#schema;
    writeVectors(
      energies,
      puts.map(({ energy }) => energy),
      this.slots * layout.total,
    );
    if (copyDims > 0) {
      writeVectors(
        copies,
        puts.map(({ copy }) => copy),
        this.slots * copyDims,
      );
    }
    return this.#writeRecords(puts.map(({ record }) => record));
  }

  #writeRecords(texts: readonly string[]): { readonly at: number; readonly bytes: number }[] {
    const records = texts.map((text) => Buffer.from(text));
    this.#files.records.write(Buffer.concat(records), this.#recordsEnd);
    return records.map(({ length }) => {
      const at = this.#recordsEnd;
      this.#recordsEnd += length;
      return { at, bytes: length };
    });
  }

  #put(event: Put, record: { readonly at: number; readonly bytes: number }): void {
    const { id, stamp, energy } = event;
    // Of two in one batch the first may have been the later one; its place in the files is taken.
    const isCurrent = this.#wins(event);
    const before = this.#table.get(id);
    const patch = before < 0 ? this.#patches.get(id) : this.#patchAt(before);
    const columns = this.#columns;
    const slot = columns.add();
    const { values } = columns;
    const { high, low } = idWords(id);
    values.high[slot] = high;
    values.low[slot] = low;
    values.hash[slot] = fnv1a(id);
    values.recordAt[slot] = record.at;
    values.recordBytes[slot] = record.bytes;
    columns.setStamp(slot, stamp);
    const image = readRecord(id, event.record);
    values.aspectRatio[slot] = image.width / image.height;
    this.arena.write(slot, { id, energy, facets: this.facets.facetsOf(image) }, this.moment);
    if (!isCurrent) {
      this.arena.kill(slot, this.moment);
      return;
    }
    if (before >= 0) this.#clear(before);
    values.alive[slot] = 1;
    this.#table.set(slot);
    this.#tombstones.delete(id);
    this.#patches.delete(id);
    this.count++;
    if (patch && isLater(patch.stamp, stamp)) this.#say(slot, id, patch);
  }

  #remove({ id, stamp }: Extract<StoreEvent, { kind: "remove" }>): void {
    const current = this.#stampOf(id);
    if (current && !isLater(stamp, current)) return;
    this.#tombstones.set(id, stamp);
    const slot = this.#table.get(id);
    if (slot < 0) return;
    const patch = this.#patchAt(slot);
    if (patch && isLater(patch.stamp, stamp)) this.#patches.set(id, patch);
    this.#clear(slot);
    this.#table.delete(id);
  }

  #patch({ id, stamp, record }: Update): void {
    const slot = this.#table.get(id);
    const before = slot < 0 ? this.#patches.get(id)?.stamp : this.#columns.patchAt(slot);
    const current = this.#stampOf(id);
    // What is older than the row itself never applies again.
    if ((before && !isLater(stamp, before)) || (current && !isLater(stamp, current))) return;
    const patch = { stamp, said: saidIn(record) };
    if (slot < 0) this.#patches.set(id, patch);
    else this.#say(slot, id, patch);
  }

  /** Writes the record of a row anew, with what is said of it now. */
  #say(slot: number, id: ImageId, { stamp, said }: Patch): void {
    const merged = mergeRecord(this.#record(slot), said);
    const [place] = this.#writeRecords([merged]);
    const { values } = this.#columns;
    values.recordAt[slot] = place?.at ?? 0;
    values.recordBytes[slot] = place?.bytes ?? 0;
    this.#columns.setPatch(slot, stamp);
    this.arena.setFacets(slot, this.facets.facetsOf(readRecord(id, merged)));
  }

  /** What was said of a row since it was put: its record has it whole. */
  #patchAt(slot: number): Patch | undefined {
    const stamp = this.#columns.patchAt(slot);
    return stamp && { stamp, said: saidIn(this.#record(slot)) };
  }

  #clear(slot: number): void {
    this.arena.kill(slot, this.moment);
    this.#columns.values.alive[slot] = 0;
    this.count--;
  }

  #record(slot: number): string {
    const { recordAt, recordBytes } = this.#columns.values;
    const bytes = Buffer.alloc(recordBytes[slot] ?? 0);
    this.#files.records.read(bytes, recordAt[slot] ?? 0);
    return bytes.toString();
  }

  #vector(id: ImageId, file: RowFiles["energies"], dims: number): Float32Array | undefined {
    const slot = this.#table.get(id);
    if (slot < 0) return undefined;
    const vector = new Float32Array(dims);
    if (dims > 0) file.read(new Uint8Array(vector.buffer), slot * dims * 4);
    return vector;
  }
}

function writeVectors(
  file: RowFiles["energies"],
  vectors: readonly Float32Array[],
  atFloat: number,
): void {
  const dims = vectors[0]?.length ?? 0;
  const values = new Float32Array(vectors.length * dims);
  vectors.forEach((vector, i) => {
    values.set(vector, i * dims);
  });
  file.write(new Uint8Array(values.buffer), atFloat * 4);
}
