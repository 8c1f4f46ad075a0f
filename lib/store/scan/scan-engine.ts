import type { EnergyLayout } from "@/lib/energy/aspects";
import {
  type ArenaLayout,
  arenaLayout,
  BIT_QUERY_BYTES,
  RESCORE_ROWS,
  SEGMENT_ROWS,
  scratchBase,
  segmentBase,
} from "./arena-layout";
import { BestRows } from "./best-rows";
import { writeBitQuery } from "./bit-codes";
import { writeFilter } from "./facet-filter";
import { compareIdCodes } from "./id-code";
import type { Kernel } from "./kernel";
import { quantizeQuery } from "./quantize";
import type { RankRequest, RankResult, SiftRequest, SiftResult } from "./scan-messages";
import { kthLargest, orderByScore } from "./select-top";
import type { VectorReader } from "./vector-reader";

/**
 * How many deviations above its estimate a row's score is taken to reach at most. A row that belongs to
 * the result is missed when it is further off: of those that lie exactly at the result's end one in 740 with
 * three deviations, one in 31,000 with four; far fewer of those above it, as they may be off by more. Of few
 * rows one that is missed is felt, and there are few candidates to look at.
 */
const SURE_OF_MANY = 3;
const SURE_OF_FEW = 4;
const FEW = 500;
/** Of so many times what is wanted, by what they may reach, the lower bounds are looked at first. */
const FIRST_SHARE = 2;
const MIN_FIRST = 500;
/** Below any score that is finite. */
const NO_SCORE = -3.4e38;

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
  readonly #base: number;
  #request: SiftRequest | undefined;

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
  }

  sift(request: SiftRequest): SiftResult {
    this.#request = request;
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
    const { lowers } = this.#bound(best.slots());
    if (lowers.length <= limit) return { type: "sift", lowers };
    kthLargest(lowers, lowers.length, limit);
    return { type: "sift", lowers: lowers.slice(0, limit) };
  }

  /** @throws {Error} before anything was sifted. */
  rank({ threshold }: RankRequest): RankResult {
    const request = this.#request;
    if (!request) throw new Error("Expected a search that was sifted but there is none");
    const { limit } = request;
    const candidates = this.#candidates(request, Math.max(threshold, NO_SCORE));
    const { lowers, uppers } = this.#bound(candidates);
    const own = lowers.length > limit ? kthLargest(lowers, lowers.length, limit) : NO_SCORE;
    const chosen = candidates.filter((_, i) => (uppers[i] ?? 0) >= Math.max(own, threshold));
    return this.#best(chosen, limit, candidates.length);
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

  #uppers(index: number): Float32Array {
    const at = segmentBase(this.#layout, index) + this.#layout.segment.uppers;
    return new Float32Array(this.#memory.buffer, at, SEGMENT_ROWS);
  }

  /** Slots of all rows that may reach a threshold, rising within each segment. */
  #candidates(request: SiftRequest, threshold: number): Uint32Array {
    const lists: Uint32Array[] = [];
    let count = 0;
    for (const index of this.#segments(request)) {
      const [slots] = this.#list(index, threshold);
      if (slots.length === 0) continue;
      lists.push(slots.slice());
      count += slots.length;
    }
    const all = new Uint32Array(count);
    let at = 0;
    for (const list of lists) {
      all.set(list, at);
      at += list.length;
    }
    return all;
  }

  /** What the scores of rows are at least and at most, proven by their int8 codes. */
  #bound(slots: Uint32Array) {
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
    return { lowers, uppers };
  }

  #best(chosen: Uint32Array, limit: number, bounded: number): RankResult {
    const scores = this.#rescore(chosen);
    const words = new Uint32Array(chosen.length * 2);
    chosen.forEach((slot, i) => {
      words.set(this.#idWords(slot), i * 2);
    });
    const order = orderByScore(scores, (a, b) => compareIdCodes(words, a, words, b));
    const count = Math.min(limit, order.length);
    const slots = new Int32Array(count);
    const best = new Float32Array(count);
    const ids = new Uint32Array(count * 2);
    for (let i = 0; i < count; i++) {
      const at = order[i] ?? 0;
      slots[i] = chosen[at] ?? 0;
      best[i] = scores[at] ?? 0;
      ids[i * 2] = words[at * 2] ?? 0;
      ids[i * 2 + 1] = words[at * 2 + 1] ?? 0;
    }
    return { type: "rank", slots, scores: best, ids, bounded, rescored: chosen.length };
  }

  #rescore(chosen: Uint32Array): Float32Array<ArrayBuffer> {
    const { scratch, energyDims } = this.#layout;
    const { buffer } = this.#memory;
    const rowBytes = energyDims * 4;
    const at = this.#base + scratch.energies;
    const rows = new Uint8Array(buffer, at, RESCORE_ROWS * rowBytes);
    const out = new Float32Array(buffer, this.#base + scratch.scores, RESCORE_ROWS);
    const scores = new Float32Array(chosen.length);
    for (let from = 0; from < chosen.length; from += RESCORE_ROWS) {
      const count = Math.min(RESCORE_ROWS, chosen.length - from);
      for (let i = 0; i < count; i++) {
        this.#energies.read(chosen[from + i] ?? 0, rows, i * rowBytes);
      }
      const query = this.#base + scratch.queryExact;
      this.#kernel.rescore(count, at, energyDims, query, out.byteOffset);
      scores.set(out.subarray(0, count), from);
    }
    return scores;
  }

  #idWords(slot: number): Uint32Array {
    const base = segmentBase(this.#layout, Math.floor(slot / SEGMENT_ROWS));
    const at = base + this.#layout.segment.ids + (slot % SEGMENT_ROWS) * 8;
    return new Uint32Array(this.#memory.buffer, at, 2);
  }
}
