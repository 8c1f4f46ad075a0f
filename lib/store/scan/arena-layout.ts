import { ASPECTS, type EnergyLayout } from "@/lib/energy/aspects";

/** Grows with every change of what a segment holds: one that was kept by another is made anew. */
export const ARENA_FORMAT = 1;
/** Rows are laid out in segments of this many, so that the arena grows without moving any. */
export const SEGMENT_ROWS = 4_096;
/** Bytes of a WebAssembly page. */
export const PAGE_BYTES = 65_536;
/** The most pages the kernel's memory may have: what it was compiled with (build-kernel.mjs). */
export const MAX_PAGES = 65_535;
/** int8 codes of a block stand in groups of 16, what one SIMD register holds. */
const GROUP = 16;
/** Rows whose energies are read from disk and scored exactly at a time. */
export const RESCORE_ROWS = 64;
/** The most rows that densities are measured against. */
const MAX_DENSITY_SAMPLE = 1_024;
/** Bytes of an id: its 11 characters, padded. */
export const ID_BYTES = 12;
/** What filters look at: made | orientation << 2, licence, source, year; int32 each. */
export const FACETS = 4;
/** The year of an image whose year is not known. */
export const NO_YEAR = -0x8000_0000;

/**
 * Where everything stands in the memory that the main thread and the scan thread share: a scratch
 * area of the scan thread at address 0, then segments one after the other. Bytes throughout.
 */
export interface ArenaLayout {
  readonly energyDims: number;
  /** Of each aspect's block: where it starts in an energy and in the codes, and its length. */
  readonly blocks: readonly {
    readonly offset: number;
    readonly dims: number;
    readonly codeOffset: number;
    readonly groups: number;
  }[];
  /** Codes a row, a multiple of 16. */
  readonly codeBytes: number;
  readonly scratch: {
    readonly query: number;
    readonly queryExact: number;
    readonly queryScales: number;
    readonly queryNorms: number;
    readonly blocks: number;
    readonly scores: number;
    readonly bounds: number;
    readonly energies: number;
    readonly sample: number;
    readonly sampleAddresses: number;
    readonly blockPairs: number;
    readonly bytes: number;
  };
  /** Offsets inside a segment. */
  readonly segment: {
    readonly codes: number;
    readonly scales: number;
    readonly errors: number;
    readonly born: number;
    readonly died: number;
    readonly ids: number;
    readonly facets: number;
    readonly bytes: number;
  };
}

/** The arena of energies with this layout. Pure: both threads compute the same. */
export function arenaLayout(layout: EnergyLayout): ArenaLayout {
  let codeBytes = 0;
  const blocks = ASPECTS.map((aspect) => {
    const { offset, dims } = layout.blocks[aspect];
    const groups = Math.ceil(dims / GROUP);
    const block = { offset, dims, codeOffset: codeBytes, groups };
    codeBytes += groups * GROUP;
    return block;
  });
  const scratch = placer();
  const segment = placer();
  return {
    energyDims: layout.total,
    blocks,
    codeBytes,
    scratch: {
      query: scratch.place(codeBytes * 2),
      queryExact: scratch.place(layout.total * 8),
      queryScales: scratch.place(16),
      queryNorms: scratch.place(16),
      blocks: scratch.place(16),
      /** Also similarities of four blocks to the whole sample. */
      scores: scratch.place(SEGMENT_ROWS * 4),
      bounds: scratch.place(SEGMENT_ROWS * 4),
      energies: scratch.place(RESCORE_ROWS * layout.total * 4),
      sample: scratch.place(MAX_DENSITY_SAMPLE * layout.total * 4),
      sampleAddresses: scratch.place(MAX_DENSITY_SAMPLE * 4),
      blockPairs: scratch.place(32),
      bytes: scratch.bytes(),
    },
    segment: {
      codes: segment.place(SEGMENT_ROWS * codeBytes),
      scales: segment.place(SEGMENT_ROWS * 16),
      errors: segment.place(SEGMENT_ROWS * 16),
      born: segment.place(SEGMENT_ROWS * 4),
      died: segment.place(SEGMENT_ROWS * 4),
      ids: segment.place(SEGMENT_ROWS * ID_BYTES),
      facets: segment.place(SEGMENT_ROWS * FACETS * 4),
      bytes: segment.bytes(),
    },
  };
}

/** Where segment `index` starts. */
export function segmentBase(layout: ArenaLayout, index: number): number {
  return layout.scratch.bytes + index * layout.segment.bytes;
}

function placer() {
  let at = 0;
  return {
    place(bytes: number): number {
      const start = at;
      at += Math.ceil(bytes / GROUP) * GROUP;
      return start;
    },
    bytes: () => at,
  };
}
