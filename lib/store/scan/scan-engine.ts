import type { EnergyLayout } from "@/lib/energy/aspects";
import {
  type ArenaLayout,
  arenaLayout,
  FACETS,
  ID_BYTES,
  RESCORE_ROWS,
  SEGMENT_ROWS,
  segmentBase,
} from "./arena-layout";
import { facetTest } from "./facet-test";
import type { Kernel } from "./kernel";
import { quantizeQuery } from "./quantize";
import type { SearchRequest, SearchResult } from "./scan-messages";
import { kthLargest, orderByScore } from "./select-top";
import type { VectorReader } from "./vector-reader";

/**
 * Searches the arena exactly: every row is scored from its int8 codes with a bound on the error;
 * a row whose upper bound reaches the `limit`-th best lower bound may belong to the result and is
 * scored again in float64. What is left out provably does not belong.
 */
export class ScanEngine {
  readonly #kernel: Kernel;
  readonly #memory: WebAssembly.Memory;
  readonly #layout: ArenaLayout;
  readonly #energies: VectorReader;
  /** Of the rows that pass: slot, lower and upper bound. Grown, never shrunk. */
  #slots = new Int32Array(0);
  #lower = new Float32Array(0);
  #upper = new Float32Array(0);
  #barred = new Uint8Array(0);

  constructor(
    kernel: Kernel,
    memory: WebAssembly.Memory,
    layout: EnergyLayout,
    energies: VectorReader,
  ) {
    this.#energies = energies;
    this.#kernel = kernel;
    this.#memory = memory;
    this.#layout = arenaLayout(layout);
  }

  search(request: SearchRequest): SearchResult {
    this.#reserve(request.slots);
    this.#energies.use(request.energies);
    this.#writeQuery(request.query);
    for (const slot of request.exclude) this.#barred[slot] = 1;
    const passing = this.#scan(request);
    for (const slot of request.exclude) this.#barred[slot] = 0;
    const chosen = this.#choose(passing, request.limit);
    return this.#rank(chosen, request.limit);
  }

  #reserve(slots: number): void {
    if (this.#slots.length >= slots) return;
    const capacity = Math.ceil((slots * 1.25) / SEGMENT_ROWS) * SEGMENT_ROWS;
    this.#slots = new Int32Array(capacity);
    this.#lower = new Float32Array(capacity);
    this.#upper = new Float32Array(capacity);
    this.#barred = new Uint8Array(capacity);
  }

  #writeQuery(query: Float32Array): void {
    const { buffer } = this.#memory;
    const { scratch, codeBytes } = this.#layout;
    new Float64Array(buffer, scratch.queryExact, query.length).set(query);
    quantizeQuery(query, this.#layout, {
      codes: new Int16Array(buffer, scratch.query, codeBytes),
      scales: new Float32Array(buffer, scratch.queryScales, 4),
      norms: new Float32Array(buffer, scratch.queryNorms, 4),
      groups: new Int32Array(buffer, scratch.blocks, 4),
    });
  }

  /** Fills slots and bounds with the rows that live and pass the filter; returns how many. */
  #scan({ slots, moment, filter }: SearchRequest): number {
    const { scratch, segment } = this.#layout;
    const { buffer } = this.#memory;
    const scores = new Float32Array(buffer, scratch.scores, SEGMENT_ROWS);
    const bounds = new Float32Array(buffer, scratch.bounds, SEGMENT_ROWS);
    const passes = facetTest(filter);
    let passing = 0;
    for (let first = 0; first < slots; first += SEGMENT_ROWS) {
      const base = segmentBase(this.#layout, first / SEGMENT_ROWS);
      const rows = Math.min(SEGMENT_ROWS, slots - first);
      this.#kernel.scanRows(
        rows,
        base + segment.codes,
        base + segment.scales,
        base + segment.errors,
        scratch.query,
        scratch.queryScales,
        scratch.queryNorms,
        scratch.blocks,
        scratch.scores,
        scratch.bounds,
      );
      const born = new Uint32Array(buffer, base + segment.born, rows);
      const died = new Uint32Array(buffer, base + segment.died, rows);
      const facets = new Int32Array(buffer, base + segment.facets, rows * FACETS);
      for (let row = 0; row < rows; row++) {
        const slot = first + row;
        if ((born[row] ?? 0) > moment || (died[row] ?? 0) <= moment) continue;
        if (this.#barred[slot] === 1 || (passes && !passes(facets, row * FACETS))) continue;
        const score = scores[row] ?? 0;
        const bound = bounds[row] ?? 0;
        this.#slots[passing] = slot;
        this.#lower[passing] = score - bound;
        this.#upper[passing] = score + bound;
        passing++;
      }
    }
    return passing;
  }

  /** Slots that may belong to the best `limit`, rising. */
  #choose(passing: number, limit: number): Int32Array {
    if (passing <= limit) return this.#slots.slice(0, passing);
    const threshold = kthLargest(this.#lower, passing, limit);
    const chosen = new Int32Array(passing);
    let count = 0;
    for (let i = 0; i < passing; i++) {
      if ((this.#upper[i] ?? 0) >= threshold) chosen[count++] = this.#slots[i] ?? 0;
    }
    return chosen.subarray(0, count);
  }

  #rank(chosen: Int32Array, limit: number): SearchResult {
    const scores = this.#rescore(chosen);
    const order = orderByScore(scores, (a, b) => this.#compareIds(chosen[a] ?? 0, chosen[b] ?? 0));
    const count = Math.min(limit, order.length);
    const result: SearchResult = {
      type: "search",
      slots: new Int32Array(count),
      scores: new Float32Array(count),
      rescored: chosen.length,
    };
    for (let i = 0; i < count; i++) {
      const at = order[i] ?? 0;
      result.slots[i] = chosen[at] ?? 0;
      result.scores[i] = scores[at] ?? 0;
    }
    return result;
  }

  #rescore(chosen: Int32Array): Float32Array<ArrayBuffer> {
    const { scratch, energyDims } = this.#layout;
    const { buffer } = this.#memory;
    const rowBytes = energyDims * 4;
    const rows = new Uint8Array(buffer, scratch.energies, RESCORE_ROWS * rowBytes);
    const out = new Float32Array(buffer, scratch.scores, RESCORE_ROWS);
    const scores = new Float32Array(chosen.length);
    for (let from = 0; from < chosen.length; from += RESCORE_ROWS) {
      const count = Math.min(RESCORE_ROWS, chosen.length - from);
      for (let i = 0; i < count; i++) {
        this.#energies.read(chosen[from + i] ?? 0, rows, i * rowBytes);
      }
      this.#kernel.rescore(count, scratch.energies, energyDims, scratch.queryExact, scratch.scores);
      scores.set(out.subarray(0, count), from);
    }
    return scores;
  }

  /** Ids are ASCII, so their bytes order like the strings do. */
  #compareIds(a: number, b: number): number {
    const one = this.#idBytes(a);
    const other = this.#idBytes(b);
    for (let i = 0; i < ID_BYTES; i++) {
      const difference = (one[i] ?? 0) - (other[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #idBytes(slot: number): Uint8Array {
    const base = segmentBase(this.#layout, Math.floor(slot / SEGMENT_ROWS));
    const at = base + this.#layout.segment.ids + (slot % SEGMENT_ROWS) * ID_BYTES;
    return new Uint8Array(this.#memory.buffer, at, ID_BYTES);
  }
}
