import { type ArenaLayout, RESCORE_ROWS, SEGMENT_ROWS, segmentBase } from "./arena-layout";
import { compareIdCodes } from "./id-code";
import type { Kernel } from "./kernel";
import type { RankResult } from "./scan-messages";
import { orderByScore } from "./select-top";
import type { VectorReader } from "./vector-reader";

/** Scores rows in float64 by their energies in files, and puts them in order: the last pass of a search. */
export class ExactRanker {
  readonly #kernel: Kernel;
  readonly #memory: WebAssembly.Memory;
  readonly #energies: VectorReader;
  readonly #layout: ArenaLayout;
  readonly #base: number;

  /** @param options.base where the scratch area of its thread starts, which holds the query. */
  constructor(options: {
    readonly kernel: Kernel;
    readonly memory: WebAssembly.Memory;
    readonly energies: VectorReader;
    readonly layout: ArenaLayout;
    readonly base: number;
  }) {
    this.#kernel = options.kernel;
    this.#memory = options.memory;
    this.#energies = options.energies;
    this.#layout = options.layout;
    this.#base = options.base;
  }

  /** The best of the chosen rows, at most `limit`: by descending score, ties by id. */
  rank(chosen: Uint32Array, limit: number): Omit<RankResult, "type" | "bounded"> {
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
    return { slots, scores: best, ids, rescored: chosen.length };
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
