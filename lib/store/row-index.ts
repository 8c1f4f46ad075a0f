import type { ImageId } from "@/lib/energy/image-id";
import type { Filters } from "@/lib/energy/recipe";
import { Arena } from "./scan/arena";
import { FacetBook } from "./scan/facet-book";
import { facetTest } from "./scan/facet-test";
import { isLater, readRecord, type Stamp, type StoreEvent } from "./store-event";
import type { VectorFile } from "./vector-file";
import type { StoredImage, StoreSchema } from "./vector-store";

/** What is known of an id: alive at a slot, or removed; and the latest change of its details. */
interface Entry {
  stamp: Stamp | undefined;
  /** −1 when it is not there. */
  slot: number;
  record: string;
  patch: { readonly stamp: Stamp; readonly record: string } | undefined;
}

/**
 * The gallery in memory, made by applying the log's events in any order: about 1.5 kB an image at
 * 512 + 128 dims, its energy in a file.
 */
export class RowIndex {
  readonly arena: Arena;
  readonly facets = new FacetBook();
  readonly removed = new Set<ImageId>();
  readonly #copyDims: number;
  readonly #entries = new Map<ImageId, Entry>();
  /** By slot. */
  readonly #ids: ImageId[] = [];
  readonly #aspectRatios: number[] = [];
  readonly #copies: (Float32Array | undefined)[] = [];
  /** The moment each slot was written last. */
  readonly #born: number[] = [];
  readonly #free: number[] = [];
  /** The latest clock of any event. */
  clock = 0;
  /** Grows with every batch of events: what a search sees is what was there at its moment. */
  moment = 0;
  count = 0;

  constructor(schema: StoreSchema, energies: VectorFile) {
    this.arena = new Arena(schema.layout, energies);
    this.#copyDims = schema.copyDims;
  }

  /** Slots written so far. */
  get slots(): number {
    return this.#ids.length;
  }

  /** @param mayReuse whether no search is running, so that slots of dead rows may be written. */
  apply(events: Iterable<StoreEvent>, mayReuse: boolean): void {
    this.moment++;
    for (const event of events) {
      this.clock = Math.max(this.clock, event.stamp.clock);
      const entry = this.#entries.get(event.id) ?? this.#newEntry(event.id);
      if (event.kind === "update") this.#patch(entry, event);
      else if (!entry.stamp || isLater(event.stamp, entry.stamp)) {
        entry.stamp = event.stamp;
        this.#clear(entry);
        if (event.kind === "put") this.#put(entry, event, mayReuse);
        else this.removed.add(event.id);
      }
    }
  }

  slotOf(id: ImageId): number | undefined {
    const slot = this.#entries.get(id)?.slot ?? -1;
    return slot < 0 ? undefined : slot;
  }

  idAt(slot: number): ImageId | undefined {
    return this.#ids[slot];
  }

  /** The moment a slot was written last: another row in it has another one. */
  bornAt(slot: number): number {
    return this.#born[slot] ?? -1;
  }

  aspectRatioAt(slot: number): number {
    return this.#aspectRatios[slot] ?? 1;
  }

  image(id: ImageId): StoredImage | undefined {
    const entry = this.#entries.get(id);
    return entry && entry.slot >= 0 ? readEntry(id, entry) : undefined;
  }

  energy(id: ImageId): Float32Array | undefined {
    const slot = this.slotOf(id);
    return slot === undefined ? undefined : this.arena.energy(slot);
  }

  copy(id: ImageId): Float32Array | undefined {
    const slot = this.slotOf(id);
    if (slot === undefined) return undefined;
    return this.#copies[slot]?.slice() ?? new Float32Array(this.#copyDims);
  }

  /** Ids of the images that are there and pass the filters, in no particular order. */
  ids(filters: Filters = {}): ImageId[] {
    const passes = facetTest(this.facets.filterOf(filters));
    const ids: ImageId[] = [];
    for (const [id, { slot }] of this.#entries) {
      if (slot >= 0 && (!passes || passes(this.arena.facets(slot), 0))) ids.push(id);
    }
    return ids;
  }

  #newEntry(id: ImageId): Entry {
    const entry: Entry = { stamp: undefined, slot: -1, record: "", patch: undefined };
    this.#entries.set(id, entry);
    return entry;
  }

  #put(entry: Entry, event: Extract<StoreEvent, { kind: "put" }>, mayReuse: boolean): void {
    const { id, energy, copy, record } = event;
    entry.record = record;
    const image = readEntry(id, entry);
    entry.slot = (mayReuse ? this.#free.pop() : undefined) ?? this.#ids.length;
    this.arena.write(entry.slot, { id, energy, facets: this.facets.facetsOf(image) }, this.moment);
    this.#ids[entry.slot] = id;
    this.#born[entry.slot] = this.moment;
    this.#aspectRatios[entry.slot] = image.width / image.height;
    this.#copies[entry.slot] = this.#copyDims > 0 ? copy.slice() : undefined;
    this.removed.delete(id);
    this.count++;
  }

  #patch(entry: Entry, event: Extract<StoreEvent, { kind: "update" }>): void {
    if (entry.patch && !isLater(event.stamp, entry.patch.stamp)) return;
    entry.patch = { stamp: event.stamp, record: event.record };
    if (entry.slot < 0) return;
    this.arena.setFacets(entry.slot, this.facets.facetsOf(readEntry(event.id, entry)));
  }

  #clear(entry: Entry): void {
    if (entry.slot < 0) return;
    this.arena.kill(entry.slot, this.moment);
    this.#free.push(entry.slot);
    entry.slot = -1;
    entry.record = "";
    this.count--;
  }
}

function readEntry(id: ImageId, { stamp, record, patch }: Entry): StoredImage {
  const applies = patch && stamp && isLater(patch.stamp, stamp);
  return readRecord(id, record, applies ? patch.record : undefined);
}
