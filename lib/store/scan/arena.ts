import type { EnergyLayout } from "@/lib/energy/aspects";
import type { ImageId } from "@/lib/energy/image-id";
import {
  type ArenaLayout,
  arenaLayout,
  BIT_GROUP,
  FACETS,
  MAX_PAGES,
  NO_YEAR,
  PAGE_BYTES,
  ROW_HEAD_BYTES,
  SEGMENT_ROWS,
  segmentBase,
} from "./arena-layout";
import { bfloat16Bits } from "./bfloat16";
import { writeBitCodes } from "./bit-codes";
import { writeIdCode } from "./id-code";
import { noRoomFor } from "./no-room";
import { quantizeEnergy } from "./quantize";

/** A row that has not died. */
const ALIVE = 0xffff_ffff;

/** Typed views of one segment. */
interface Segment {
  /** Heads and int8 codes, as `[layout.rowBytes]` a row. */
  readonly rows: Int8Array;
  readonly heads: Uint16Array;
  readonly bits: Uint8Array;
  /** The same bytes as factors and spreads. */
  readonly bitFactors: Uint16Array;
  readonly ids: Uint32Array;
  readonly kinds: Uint8Array;
  readonly licences: Int32Array;
  readonly sources: Int32Array;
  readonly years: Int32Array;
  readonly born: Uint32Array;
  readonly died: Uint32Array;
}

/**
 * The rows that are searched, in memory that the scan threads share: int8 codes, bit codes, ids and
 * facets: some 680 bytes a row of 512 dims, so 4 GiB hold 6 million.
 * Their float32 energies lie in a file, of which the few that belong to a result are read: 1.5 µs a
 * row from the page cache. Only the main thread writes. A slot is never overwritten while a search
 * may see it.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly #layout: ArenaLayout;
  readonly #segments: Segment[] = [];
  readonly #facets = new Int32Array(FACETS);
  readonly #bitCodes: Uint8Array;
  readonly #bitFactors = { factors: new Float32Array(4), spreads: new Float32Array(4) };
  readonly #scales = new Float32Array(4);
  readonly #errors = new Float32Array(4);

  /** @param maxPages what it may take, in pages of 64 KiB. */
  constructor(layout: EnergyLayout, maxPages = MAX_PAGES) {
    this.#layout = arenaLayout(layout);
    this.#bitCodes = new Uint8Array(this.#layout.bitBytes);
    const initial = Math.ceil(segmentBase(this.#layout, 0) / PAGE_BYTES);
    this.memory = new WebAssembly.Memory({ initial, maximum: maxPages, shared: true });
  }

  /** Makes room for so many rows. @throws {AppError} `store_unavailable`: full; all is as it was. */
  reserve(rows: number): void {
    while (this.#segments.length * SEGMENT_ROWS < rows) this.#grow();
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
    this.#writeCodes(segment, at, row.energy);
    this.#writeBits(segment, at, row.energy);
    writeIdCode(row.id, segment.ids, at * 2);
    writeFacets(segment, at, row.facets);
    segment.born[at] = moment;
    segment.died[at] = ALIVE;
  }

  /** Searches from `moment` on no longer see the row. */
  kill(slot: number, moment: number): void {
    this.#segmentOf(slot).died[slot % SEGMENT_ROWS] = moment;
  }

  /** Replaces what filters look at. */
  setFacets(slot: number, facets: Int32Array): void {
    writeFacets(this.#segmentOf(slot), slot % SEGMENT_ROWS, facets);
  }

  /** A copy of what filters look at, of the first rows: int32, `[rows, FACETS]`. */
  copyFacets(rows: number): Int32Array<ArrayBuffer> {
    const copy = new Int32Array(rows * FACETS);
    for (let slot = 0; slot < rows; slot++) copy.set(this.facets(slot), slot * FACETS);
    return copy;
  }

  /** What filters look at, until the next call. */
  facets(slot: number): Int32Array {
    const { kinds, licences, sources, years } = this.#segmentOf(slot);
    const at = slot % SEGMENT_ROWS;
    this.#facets[0] = kinds[at] ?? 0;
    this.#facets[1] = licences[at] ?? 0;
    this.#facets[2] = sources[at] ?? 0;
    this.#facets[3] = years[at] ?? NO_YEAR;
    return this.#facets;
  }

  /**
   * A segment as bytes, to be kept. It makes sense with its rows' state only: see {@link revive}.
   * Rows that were never written are zeros.
   */
  image(index: number): Uint8Array {
    const { segment } = this.#layout;
    return new Uint8Array(this.memory.buffer, segmentBase(this.#layout, index), segment.keptBytes);
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
    writeFacets(segment, at, facets);
  }

  #writeCodes(segment: Segment, at: number, energy: Float32Array): void {
    const { rowBytes, codeBytes } = this.#layout;
    const start = at * rowBytes + ROW_HEAD_BYTES;
    const codes = segment.rows.subarray(start, start + codeBytes);
    quantizeEnergy(energy, this.#layout, codes, this.#scales, this.#errors);
    const head = (at * rowBytes) / 2;
    this.#scales.forEach((scale, block) => {
      segment.heads[head + block] = bfloat16Bits(scale);
      segment.heads[head + 4 + block] = bfloat16Bits(this.#errors[block] ?? 0);
    });
  }

  #writeBits(segment: Segment, at: number, energy: Float32Array): void {
    writeBitCodes(energy, this.#layout, this.#bitCodes, this.#bitFactors);
    const { factors, spreads } = this.#bitFactors;
    const inGroup = at % BIT_GROUP;
    this.#layout.blocks.forEach(({ planeOffset, groupBytes, bitOffset, bitBytes }, block) => {
      if (groupBytes === 0) return;
      const group = planeOffset + ((at - inGroup) / BIT_GROUP) * groupBytes;
      for (let i = 0; i < bitBytes; i++) {
        segment.bits[group + i * BIT_GROUP + inGroup] = this.#bitCodes[bitOffset + i] ?? 0;
      }
      const factor = (group + bitBytes * BIT_GROUP) / 2 + inGroup;
      segment.bitFactors[factor] = bfloat16Bits(factors[block] ?? 0);
      segment.bitFactors[factor + BIT_GROUP] = bfloat16Bits(spreads[block] ?? 0);
    });
  }

  #segmentOf(slot: number): Segment {
    const segment = this.#segments[Math.floor(slot / SEGMENT_ROWS)];
    if (!segment) throw new RangeError(`Expected a slot that was written but received ${slot}`);
    return segment;
  }

  #grow(): Segment {
    const base = segmentBase(this.#layout, this.#segments.length);
    const { segment, rowBytes } = this.#layout;
    const bitsBytes = segment.ids - segment.bits;
    const missing = base + segment.bytes - this.memory.buffer.byteLength;
    try {
      if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
    } catch (cause) {
      throw noRoomFor(this.#segments.length * SEGMENT_ROWS, cause);
    }
    const { buffer } = this.memory;
    const views: Segment = {
      rows: new Int8Array(buffer, base + segment.rows, SEGMENT_ROWS * rowBytes),
      heads: new Uint16Array(buffer, base + segment.rows, (SEGMENT_ROWS * rowBytes) / 2),
      bits: new Uint8Array(buffer, base + segment.bits, bitsBytes),
      bitFactors: new Uint16Array(buffer, base + segment.bits, bitsBytes / 2),
      ids: new Uint32Array(buffer, base + segment.ids, SEGMENT_ROWS * 2),
      kinds: new Uint8Array(buffer, base + segment.kinds, SEGMENT_ROWS),
      licences: new Int32Array(buffer, base + segment.licences, SEGMENT_ROWS),
      sources: new Int32Array(buffer, base + segment.sources, SEGMENT_ROWS),
      years: new Int32Array(buffer, base + segment.years, SEGMENT_ROWS),
      born: new Uint32Array(buffer, base + segment.born, SEGMENT_ROWS),
      died: new Uint32Array(buffer, base + segment.died, SEGMENT_ROWS),
    };
    this.#segments.push(views);
    return views;
  }
}

function writeFacets(segment: Segment, at: number, facets: Int32Array): void {
  segment.kinds[at] = facets[0] ?? 0;
  segment.licences[at] = facets[1] ?? 0;
  segment.sources[at] = facets[2] ?? 0;
  segment.years[at] = facets[3] ?? NO_YEAR;
}
