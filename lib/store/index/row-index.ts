import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { fnv1a, positionsOfSmallest } from "../sample-order";
import { Arena } from "../scan/arena";
import { FACETS } from "../scan/arena-layout";
import { FacetBook } from "../scan/facet-book";
import { facetTest } from "../scan/facet-test";
import { noRoomFor } from "../scan/no-room";
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
import { type RecordPlace, RowContents } from "./row-contents";
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
  readonly #contents: RowContents;
  readonly #columns = new RowColumns();
  readonly #table = new IdTable(() => this.#columns.values);
  /** Of images that were removed by hand. */
  readonly #tombstones = new Map<ImageId, Stamp>();
  readonly #patches = new Map<ImageId, Patch>();
  /** The latest clock of any event. */
  clock = 0;
  /** Grows with every batch of events: what a search sees is what was there at its moment. */
  moment = 0;
  count = 0;

  /** @param maxPages what the arena may take, in pages of 64 KiB. */
  constructor(schema: StoreSchema, files: RowFiles, maxPages?: number) {
    this.#contents = new RowContents(files, schema);
    this.arena = new Arena(schema.layout, maxPages);
  }

  /** Slots written so far. */
  get slots(): number {
    return this.#columns.length;
  }

  /**
   * Takes in changes. Memory is had and files are written first: whatever lacks, each change is taken in
   * whole or not at all, and those that were may be taken in again.
   *
   * @throws {AppError} `store_unavailable` when memory is used up; what the file system throws.
   */
  apply(events: readonly StoreEvent[]): void {
    const puts = events.filter((event): event is Put => event.kind === "put" && this.#wins(event));
    this.#reserve(puts.length);
    const records = this.#contents.write(puts, this.slots);
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
    const slot = this.#slotOf(id);
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
    const slot = this.#slotOf(id);
    return slot < 0 ? undefined : readRecord(id, this.#record(slot));
  }

  energy(id: ImageId): Float32Array | undefined {
    const slot = this.#slotOf(id);
    return slot < 0 ? undefined : this.#contents.energy(slot);
  }

  copy(id: ImageId): Float32Array | undefined {
    const slot = this.#slotOf(id);
    return slot < 0 ? undefined : this.#contents.copy(slot);
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
      recordsEnd: this.#contents.recordsEnd,
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
    this.#contents.recordsEnd = saved.recordsEnd;
    for (const [id, stamp] of saved.tombstones) this.#tombstones.set(id, stamp);
    for (const [id, patch] of saved.patches) this.#patches.set(id, patch);
  }

  #wins({ id, stamp }: Put): boolean {
    const current = this.#stampOf(id);
    return !current || isLater(stamp, current);
  }

  /** When an image was put or removed last. */
  #stampOf(id: ImageId): Stamp | undefined {
    const slot = this.#slotOf(id);
    return slot < 0 ? this.#tombstones.get(id) : this.#columns.stampAt(slot);
  }

  /** So that nothing that is taken in from here on can lack memory. @throws {AppError} `store_unavailable`. */
  #reserve(more: number): void {
    const rows = this.slots + more;
    this.arena.reserve(rows);
    try {
      this.#columns.reserve(rows);
      this.#table.reserve(this.count + more);
    } catch (cause) {
      throw noRoomFor(this.slots, cause);
    }
  }

  /** Nothing is changed before all has been done that can fail. */
  #put(event: Put, written: RecordPlace): void {
    const { id, stamp, energy } = event;
    // Of two in one batch the first may have been the later one; its place in the files is taken.
    const isCurrent = this.#wins(event);
    const before = this.#slotOf(id);
    const patch = before < 0 ? this.#patches.get(id) : this.#patchAt(before);
    const said = patch && isCurrent && isLater(patch.stamp, stamp) ? patch : undefined;
    const text = said ? mergeRecord(event.record, said.said) : event.record;
    const image = readRecord(id, text);
    const facets = this.facets.facetsOf(image);
    const record = said ? this.#contents.writeRecord(text) : written;
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
    if (said) columns.setPatch(slot, said.stamp);
    values.aspectRatio[slot] = image.width / image.height;
    this.arena.write(slot, { id, energy, facets }, this.moment);
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
  }

  #remove({ id, stamp }: Extract<StoreEvent, { kind: "remove" }>): void {
    const current = this.#stampOf(id);
    if (current && !isLater(stamp, current)) return;
    const slot = this.#slotOf(id);
    const patch = slot < 0 ? undefined : this.#patchAt(slot);
    this.#tombstones.set(id, stamp);
    if (slot < 0) return;
    if (patch && isLater(patch.stamp, stamp)) this.#patches.set(id, patch);
    this.#clear(slot);
    this.#table.delete(id);
  }

  #patch({ id, stamp, record }: Update): void {
    const slot = this.#slotOf(id);
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
    const facets = this.facets.facetsOf(readRecord(id, merged));
    const place = this.#contents.writeRecord(merged);
    const { values } = this.#columns;
    values.recordAt[slot] = place.at;
    values.recordBytes[slot] = place.bytes;
    this.#columns.setPatch(slot, stamp);
    this.arena.setFacets(slot, facets);
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
    return this.#contents.record({ at: recordAt[slot] ?? 0, bytes: recordBytes[slot] ?? 0 });
  }

  /** Of an id; −1 for none. */
  #slotOf(id: ImageId): number {
    return this.#table.get(id);
  }
}
