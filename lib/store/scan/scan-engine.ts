import type { EnergyLayout } from "@/lib/energy/aspects";
import {
  type ArenaLayout,
  arenaLayout,
  BIT_QUERY_BYTES,
  SEGMENT_ROWS,
  scratchBase,
  segmentBase,
} from "./arena-layout";
import { BestRows } from "./best-rows";
import { writeBitQuery } from "./bit-codes";
import { ExactRanker } from "./exact-ranker";
import { writeFilter } from "./facet-filter";
import type { Kernel } from "./kernel";
import { quantizeQuery } from "./quantize";
import type { RankRequest, RankResult, SiftRequest, SiftResult } from "./scan-messages";
import { kthLargest } from "./select-top";
import type { VectorReader } from "./vector-reader";

/**
 * How many deviations above its estimate a row's score is taken to reach at most. A row that belongs to
 * the result is missed when it is further off: of those that lie exactly at the result's end one in 80
 * where many are wanted, one in 31,000 where few are; far fewer of those above it, as they may be off by
 * more. Three deviations for many cost a tenth more and find 1.6 rows in 10,000 more (docs/adr/0028).
 */
const SURE_OF_MANY = 2.25;
const SURE_OF_FEW = 4;
const FEW = 500;
/** Of so many times what is wanted, by what they may reach, int8 codes are looked at first. */
const FIRST_SHARE = 2;
const MIN_FIRST = 500;
/** Below any score that is finite. */
const NO_SCORE = -3.4e38;

/** Rows, and what the scores of each are at least and at most. */
interface BoundedRows {
  readonly slots: Uint32Array;
  readonly lowers: Float32Array<ArrayBuffer>;
  readonly uppers: Float32Array<ArrayBuffer>;
}

/**
 * Searches a thread's segments of the arena in two halves. Sifting masks the rows that must not be
 * found, says of each other row what its score does not exceed, from bit codes or int8 codes, and proves
 * lower bounds of the most promising by int8 codes. Given a threshold that enough rows reach, ranking
 * looks at the rows that may reach it, by int8 codes, and scores those in float64 that still may.
 * What int8 codes leave out provably does not belong; what bit codes leave out, most unlikely.
 */
export class ScanEngine {
  readonly #kernel: Kernel;
  readonly #memory: WebAssembly.Memory;
  readonly #layout: ArenaLayout;
  readonly #energies: VectorReader;
  readonly #ranker: ExactRanker;
  readonly #base: number;
  #sifted: { readonly request: SiftRequest; readonly first: BoundedRows } | undefined;

  /** @param options.thread whose scratch area it works in. */
  constructor(options: {
    readonly kernel: Kernel;
    readonly memory: WebAssembly.Memory;
    readonly layout: EnergyLayout;
    readonly energies: VectorReader;
    readonly thread: number;
  }) {
    this.#kernel = options.kernel;
    this.#memory = options.memory;
    this.#layout = arenaLayout(options.layout);
    this.#energies = options.energies;
    this.#base = scratchBase(this.#layout, options.thread);
    const { kernel, memory, energies } = options;
    this.#ranker = new ExactRanker({
      ...{ kernel, memory, energies, layout: this.#layout, base: this.#base },
    });
  }

  sift(request: SiftRequest): SiftResult {
    this.#energies.use(request.energies);
    this.#writeQuery(request);
    const { limit, parts } = request;
    const best = new BestRows(Math.max(MIN_FIRST, Math.ceil((limit * FIRST_SHARE) / parts)));
    for (const index of this.#segments(request)) {
      if (this.#mask(index, request) > 0) {
        this.#scan(index, request);
        best.add(...this.#list(index, best.floor));
      } else this.#uppers(index).fill(Number.NEGATIVE_INFINITY);
    }
    const first = this.#bound(best.slots());
    this.#setAside(first.slots);
    this.#sifted = { request, first };
    const lowers = first.lowers.slice();
    if (lowers.length <= limit) return { type: "sift", lowers };
    kthLargest(lowers, lowers.length, limit);
    return { type: "sift", lowers: lowers.slice(0, limit) };
  }

  /** @throws {Error} before anything was sifted. */
  rank({ threshold }: RankRequest): RankResult {
    if (!this.#sifted) throw new Error("Expected a search that was sifted but there is none");
    const { request, first } = this.#sifted;
    const more = this.#bound(this.#candidates(request, Math.max(threshold, NO_SCORE)));
    const least = Math.max(threshold, scoreReached([first, more], request));
    const chosen = [first, more].map(({ slots, uppers }) =>
      slots.filter((_, i) => (uppers[i] ?? 0) >= least),
    );
    return {
      ...this.#ranker.rank(concat(chosen).sort(), request.limit),
      type: "rank",
      bounded: first.slots.length + more.slots.length,
    };
  }

  #writeQuery({ query, filter, isCoarse }: SiftRequest): void {
    const { buffer } = this.#memory;
    const { scratch, codeBytes, bitBytes, blocks } = this.#layout;
    const at = (offset: number) => this.#base + offset;
    new Float64Array(buffer, at(scratch.queryExact), query.length).set(query);
    quantizeQuery(query, this.#layout, {
      codes: new Int16Array(buffer, at(scratch.query), codeBytes),
      scales: new Float32Array(buffer, at(scratch.queryScales), 4),
      norms: new Float32Array(buffer, at(scratch.queryNorms), 4),
      groups: new Int32Array(buffer, at(scratch.blocks), 4),
    });
    this.#kernel.setQuery(
      at(scratch.query),
      at(scratch.queryScales),
      at(scratch.queryNorms),
      at(scratch.blocks),
    );
    writeFilter(filter, buffer, this.#layout, this.#base);
    if (!isCoarse) return;
    const tables = new Uint8Array(buffer, at(scratch.bitTables), bitBytes * 2 * 16);
    const numbers = new DataView(buffer, at(scratch.bitQuery), blocks.length * BIT_QUERY_BYTES);
    writeBitQuery(query, this.#layout, tables, numbers, at(scratch.bitTables));
  }

  /** Indices of the segments that are this thread's. */
  *#segments({ slots, part, parts }: SiftRequest): Generator<number> {
    const count = Math.ceil(slots / SEGMENT_ROWS);
    for (let index = part; index < count; index += parts) yield index;
  }

  /** Marks the rows of a segment that may be found. @returns how many may, those excluded counted. */
  #mask(index: number, { slots, moment, exclude }: SiftRequest): number {
    const { scratch, segment } = this.#layout;
    const rows = Math.min(SEGMENT_ROWS, slots - index * SEGMENT_ROWS);
    const base = segmentBase(this.#layout, index);
    const count = this.#kernel.maskRows(
      SEGMENT_ROWS / 16,
      base + segment.born,
      base + segment.died,
      moment,
      base + segment.kinds,
      base + segment.licences,
      base + segment.sources,
      base + segment.years,
      this.#base + scratch.filter,
      this.#base + scratch.licences,
      this.#base + scratch.sources,
      this.#base + scratch.mask,
    );
    const mask = new Uint8Array(this.#memory.buffer, this.#base + scratch.mask, SEGMENT_ROWS);
    // Rows that were begun since may look as if they were there.
    mask.fill(0, rows);
    const first = index * SEGMENT_ROWS;
    for (const slot of exclude) {
      if (slot >= first && slot < first + rows) mask[slot - first] = 0;
    }
    return count;
  }

  #scan(index: number, { isCoarse, limit }: SiftRequest): void {
    const { scratch, segment, rowBytes } = this.#layout;
    const base = segmentBase(this.#layout, index);
    const mask = this.#base + scratch.mask;
    const uppers = base + segment.uppers;
    if (isCoarse) {
      this.#kernel.scanBits(
        SEGMENT_ROWS / 16,
        base + segment.bits,
        mask,
        this.#base + scratch.bitQuery,
        limit <= FEW ? SURE_OF_FEW : SURE_OF_MANY,
        uppers,
        this.#base + scratch.variances,
      );
    } else this.#kernel.scanRows(SEGMENT_ROWS, base + segment.rows, rowBytes, mask, uppers);
  }

  /** The rows of a segment whose score may reach `threshold`, and what they may reach: until the next call. */
  #list(index: number, threshold: number): [Uint32Array, Float32Array] {
    const { scratch, segment } = this.#layout;
    const slots = this.#base + scratch.slots;
    const values = this.#base + scratch.scores;
    const count = this.#kernel.listAbove(
      SEGMENT_ROWS / 16,
      segmentBase(this.#layout, index) + segment.uppers,
      threshold,
      index * SEGMENT_ROWS,
      slots,
      values,
    );
    const { buffer } = this.#memory;
    return [new Uint32Array(buffer, slots, count), new Float32Array(buffer, values, count)];
  }

  /** Has {@link #list} pass over rows whose bounds are known. */
  #setAside(slots: Uint32Array): void {
    const uppers = new Float32Array(this.#memory.buffer);
    const { bytes, uppers: offset } = this.#layout.segment;
    const start = segmentBase(this.#layout, 0) + offset;
    for (const slot of slots) {
      const at = start + Math.floor(slot / SEGMENT_ROWS) * bytes + (slot % SEGMENT_ROWS) * 4;
      uppers[at / 4] = Number.NEGATIVE_INFINITY;
    }
  }

  #uppers(index: number): Float32Array {
    const at = segmentBase(this.#layout, index) + this.#layout.segment.uppers;
    return new Float32Array(this.#memory.buffer, at, SEGMENT_ROWS);
  }

  /** Slots of all rows that may reach a threshold, rising within each segment. */
  #candidates(request: SiftRequest, threshold: number): Uint32Array {
    const lists: Uint32Array[] = [];
    for (const index of this.#segments(request)) {
      const [slots] = this.#list(index, threshold);
      if (slots.length > 0) lists.push(slots.slice());
    }
    return concat(lists);
  }

  /** What the scores of rows are at least and at most, proven by their int8 codes. */
  #bound(slots: Uint32Array): BoundedRows {
    const { scratch, segment, rowBytes } = this.#layout;
    const { buffer } = this.#memory;
    const lowers = new Float32Array(slots.length);
    const uppers = new Float32Array(slots.length);
    const asked = new Uint32Array(buffer, this.#base + scratch.slots, SEGMENT_ROWS);
    const low = new Float32Array(buffer, this.#base + scratch.scores, SEGMENT_ROWS);
    const high = new Float32Array(buffer, this.#base + scratch.bounds, SEGMENT_ROWS);
    for (let from = 0; from < slots.length; from += SEGMENT_ROWS) {
      const some = slots.subarray(from, from + SEGMENT_ROWS);
      asked.set(some);
      this.#kernel.boundRows(
        some.length,
        asked.byteOffset,
        segmentBase(this.#layout, 0) + segment.rows,
        segment.bytes,
        rowBytes,
        low.byteOffset,
        high.byteOffset,
      );
      lowers.set(low.subarray(0, some.length), from);
      uppers.set(high.subarray(0, some.length), from);
    }
    return { slots, lowers, uppers };
  }
}

/** What as many rows as are wanted score at least; of several threads each has too few to tell. */
function scoreReached(bounded: readonly BoundedRows[], { limit, parts }: SiftRequest): number {
  const count = bounded.reduce((sum, { lowers }) => sum + lowers.length, 0);
  if (parts > 1 || count <= limit) return NO_SCORE;
  const all = new Float32Array(count);
  let at = 0;
  for (const { lowers } of bounded) {
    all.set(lowers, at);
    at += lowers.length;
  }
  return kthLargest(all, count, limit);
}

function concat(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
