import type { EnergyLayout } from "@/lib/energy/aspects";
import type { OpenSpan } from "../index/spanned-file";

/** What the scan thread is started with. */
export interface ScanWorkerData {
  readonly memory: WebAssembly.Memory;
  readonly layout: EnergyLayout;
  /** Compiled kernel: `dist/scan-kernel.wasm`. */
  readonly kernelPath: string;
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

/** One search, main → thread. */
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

/** Its answer, thread → main: best first. */
export interface SearchResult {
  readonly type: "search";
  readonly slots: Int32Array<ArrayBuffer>;
  readonly scores: Float32Array<ArrayBuffer>;
  /** How many rows were scored exactly to prove the result. */
  readonly rescored: number;
}

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

/** What the thread can be asked, one at a time. */
export type ScanWork = SearchRequest | DensityRequest;

/** What it makes of each kind of work. */
export type ScanResult = SearchResult | DensityResult;

/** One piece of work, main → thread. */
export interface ScanRequest {
  readonly id: number;
  readonly work: ScanWork;
}

/** Its answer, thread → main. */
export type ScanReply =
  | { readonly type: "done"; readonly id: number; readonly result: ScanResult }
  | { readonly type: "failed"; readonly id: number; readonly message: string };
