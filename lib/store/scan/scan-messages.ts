import type { EnergyLayout } from "@/lib/energy/aspects";
import type { OpenSpan } from "../index/spanned-file";

/** What a scan thread is started with. */
export interface ScanWorkerData {
  readonly memory: WebAssembly.Memory;
  readonly layout: EnergyLayout;
  /** Compiled kernel: `dist/scan-kernel.wasm`. */
  readonly kernelPath: string;
  /** Which of the threads it is: each has a scratch area of its own. */
  readonly thread: number;
}

/**
 * Filters as the facets of rows are written: an absent list does not filter. Strings of licences
 * and sources are numbered in the order they were first seen; one never seen is left out.
 */
export interface FacetFilter {
  readonly made?: readonly number[];
  readonly orientation?: readonly number[];
  readonly licence?: readonly number[];
  readonly source?: readonly number[];
  readonly years?: { readonly from: number; readonly to: number };
}

/** One search, as the scanner is asked. */
export interface SearchRequest {
  readonly type: "search";
  /** float32, `[layout.total]`. */
  readonly query: Float32Array;
  readonly limit: number;
  /** Slots written so far. */
  readonly slots: number;
  /** Rows born at or before this and not dead by it are seen: writes during a scan change nothing. */
  readonly moment: number;
  /** Slots that must not be returned. */
  readonly exclude: Int32Array;
  /** The files that energies lie in. */
  readonly energies: readonly OpenSpan[];
  readonly filter: FacetFilter;
}

/** The first half of a search, main → thread: every `parts`-th segment from `part` on. */
export interface SiftRequest extends Omit<SearchRequest, "type"> {
  readonly type: "sift";
  readonly part: number;
  readonly parts: number;
  /** Whether bit codes are looked at first: quick, and nearly certain instead of certain. */
  readonly isCoarse: boolean;
}

/** Its answer, thread → main. */
export interface SiftResult {
  readonly type: "sift";
  /** What some rows' scores are at least, in no particular order: at most as many as are wanted. */
  readonly lowers: Float32Array<ArrayBuffer>;
}

/** The second half of the search that was sifted last, main → thread. */
export interface RankRequest {
  readonly type: "rank";
  /** As many rows as are wanted have at least this score; −Infinity when there are fewer. */
  readonly threshold: number;
}

/** The best of a thread's rows, thread → main: by descending score, ties by id. */
export interface RankResult {
  readonly type: "rank";
  readonly slots: Int32Array<ArrayBuffer>;
  readonly scores: Float32Array<ArrayBuffer>;
  /** Two words a row that order as ids do (id-code.ts). */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** How many rows were looked at by their int8 codes, and how many scored exactly. */
  readonly bounded: number;
  readonly rescored: number;
}

/** What a search finds: best first. */
export type SearchResult = Omit<RankResult, "type" | "ids">;

/** How crowded it is around rows (`lib/energy/hubs.ts`), main → thread. */
export interface DensityRequest {
  readonly type: "densities";
  readonly slots: Int32Array;
  /** Slots of the gallery's sample; at most 1,024. */
  readonly sample: Int32Array;
  /** The revision that the sample is of: the same one means the same energies. */
  readonly revision: number;
  /** The files that energies lie in. */
  readonly energies: readonly OpenSpan[];
}

/** Its answer: four an asked slot, in the order of ASPECTS. */
export interface DensityResult {
  readonly type: "densities";
  readonly values: Float32Array<ArrayBuffer>;
}

/** What a thread can be asked, and what it makes of each. */
export type ScanWork = SiftRequest | RankRequest | DensityRequest;
export type ScanResult = SiftResult | RankResult | DensityResult;

/** One piece of work, main → thread. */
export interface ScanRequest {
  readonly id: number;
  readonly work: ScanWork;
}

/** Its answer, thread → main. */
export type ScanReply =
  | { readonly type: "done"; readonly id: number; readonly result: ScanResult }
  | { readonly type: "failed"; readonly id: number; readonly message: string };
