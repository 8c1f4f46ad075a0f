import type { EnergyLayout } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";
import {
  type ArenaLayout,
  arenaLayout,
  FACETS,
  ID_BYTES,
  MAX_PAGES,
  PAGE_BYTES,
  SEGMENT_ROWS,
  segmentBase,
} from "./arena-layout";
import { quantizeEnergy } from "./quantize";

/** A row that has not died. */
const ALIVE = 0xffff_ffff;

/** Typed views of one segment. */
interface Segment {
  readonly codes: Int8Array;
  readonly scales: Float32Array;
  readonly errors: Float32Array;
  readonly born: Uint32Array;
  readonly died: Uint32Array;
  readonly ids: Uint8Array;
  readonly facets: Int32Array;
}

/**
 * The rows that are searched, in memory that the scan thread shares: int8 codes, ids and facets.
 * Their float32 energies lie in a file, of which the few that belong to a result are read: 1.5 µs a
 * row from the page cache. Only the main thread writes. A slot is never overwritten while a search
 * may see it.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly #layout: ArenaLayout;
  readonly #segments: Segment[] = [];

  constructor(layout: EnergyLayout) {
    this.#layout = arenaLayout(layout);
    const initial = Math.ceil(this.#layout.scratch.bytes / PAGE_BYTES);
    this.memory = new WebAssembly.Memory({ initial, maximum: MAX_PAGES, shared: true });
  }

  /** Writes a row that is seen from `moment` on. @throws {AppError} `store_unavailable`: full. */
  write(
    slot: number,
    row: { readonly id: ImageId; readonly energy: Float32Array; readonly facets: Int32Array },
    moment: number,
  ): void {
    const index = Math.floor(slot / SEGMENT_ROWS);
    const at = slot % SEGMENT_ROWS;
    const segment = this.#segments[index] ?? this.#grow();
    const { codeBytes } = this.#layout;
    quantizeEnergy(
      row.energy,
      this.#layout,
      segment.codes.subarray(at * codeBytes, (at + 1) * codeBytes),
      segment.scales.subarray(at * 4, at * 4 + 4),
      segment.errors.subarray(at * 4, at * 4 + 4),
    );
    for (let i = 0; i < ID_BYTES; i++) {
      segment.ids[at * ID_BYTES + i] = i < row.id.length ? row.id.charCodeAt(i) : 0;
    }
    segment.facets.set(row.facets, at * FACETS);
    segment.died[at] = ALIVE;
    segment.born[at] = moment;
  }

  /** Searches from `moment` on no longer see the row. */
  kill(slot: number, moment: number): void {
    this.#segmentOf(slot).died[slot % SEGMENT_ROWS] = moment;
  }

  /** Replaces what filters look at. */
  setFacets(slot: number, facets: Int32Array): void {
    this.#segmentOf(slot).facets.set(facets, (slot % SEGMENT_ROWS) * FACETS);
  }

  /** A copy of what filters look at, of the first rows: int32, `[rows, FACETS]`. */
  copyFacets(rows: number): Int32Array<ArrayBuffer> {
    const copy = new Int32Array(rows * FACETS);
    for (let at = 0; at < rows; at += SEGMENT_ROWS) {
      const own = Math.min(SEGMENT_ROWS, rows - at) * FACETS;
      copy.set(this.#segmentOf(at).facets.subarray(0, own), at * FACETS);
    }
    return copy;
  }

  /** What filters look at: a view, not a copy. */
  facets(slot: number): Int32Array {
    const at = (slot % SEGMENT_ROWS) * FACETS;
    return this.#segmentOf(slot).facets.subarray(at, at + FACETS);
  }

  /**
   * A segment as bytes, to be kept. It makes sense with its rows' state only: see {@link revive}.
   * Rows that were never written are zeros.
   */
  image(index: number): Uint8Array {
    const { segment } = this.#layout;
    return new Uint8Array(this.memory.buffer, segmentBase(this.#layout, index), segment.bytes);
  }

  /** Adds a segment, to be filled with what {@link image} gave. */
  addSegment(): Uint8Array {
    this.#grow();
    return this.image(this.#segments.length - 1);
  }

  /** Says what a row's kept segment does not: whether it is there, and what filters look at. */
  revive(slot: number, isThere: boolean, facets: Int32Array): void {
    const segment = this.#segmentOf(slot);
    const at = slot % SEGMENT_ROWS;
    segment.born[at] = 0;
    segment.died[at] = isThere ? ALIVE : 0;
    segment.facets.set(facets, at * FACETS);
  }

  #segmentOf(slot: number): Segment {
    const segment = this.#segments[Math.floor(slot / SEGMENT_ROWS)];
    if (!segment) throw new RangeError(`Expected a slot that was written but received ${slot}`);
    return segment;
  }

  #grow(): Segment {
    const base = segmentBase(this.#layout, this.#segments.length);
    const { segment, codeBytes } = this.#layout;
    const missing = base + segment.bytes - this.memory.buffer.byteLength;
    try {
      if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
    } catch (cause) {
      const rows = this.#segments.length * SEGMENT_ROWS;
      throw new AppError(
        "store_unavailable",
        `Expected memory for more than ${rows} images but there is none: give the server more, or use a store that searches on disk`,
        { cause },
      );
    }
    const { buffer } = this.memory;
    const views: Segment = {
      codes: new Int8Array(buffer, base + segment.codes, SEGMENT_ROWS * codeBytes),
      scales: new Float32Array(buffer, base + segment.scales, SEGMENT_ROWS * 4),
      errors: new Float32Array(buffer, base + segment.errors, SEGMENT_ROWS * 4),
      born: new Uint32Array(buffer, base + segment.born, SEGMENT_ROWS),
      died: new Uint32Array(buffer, base + segment.died, SEGMENT_ROWS),
      ids: new Uint8Array(buffer, base + segment.ids, SEGMENT_ROWS * ID_BYTES),
      facets: new Int32Array(buffer, base + segment.facets, SEGMENT_ROWS * FACETS),
    };
    this.#segments.push(views);
    return views;
  }
}
