import { ASPECTS, type EnergyLayout } from "@/lib/energy/aspects";

/** Grows with every change of what a segment holds: one that was kept by another is made anew. */
export const ARENA_FORMAT = 4;
/** Rows are laid out in segments of this many, so that the arena grows without moving any. */
export const SEGMENT_ROWS = 4_096;
/** Bytes of a WebAssembly page. */
export const PAGE_BYTES = 65_536;
/** The most pages the kernel's memory may have: what it was compiled with (build-kernel.mjs). */
export const MAX_PAGES = 65_535;
/** The most threads that scan one arena: each has a scratch area of its own. */
export const MAX_SCAN_THREADS = 2;
/** Rows whose energies are read from disk and scored exactly at a time. */
export const RESCORE_ROWS = 64;
/** The most licences, or sources, that a filter may name. */
export const MAX_FILTER_CODES = 1_024;
/** The most rows that densities are measured against. */
const MAX_DENSITY_SAMPLE = 1_024;
/** int8 codes of a block stand in groups of 16, what one SIMD register holds. */
const GROUP = 16;
/** Before a row's int8 codes: four scales and four errors, bfloat16. */
export const ROW_HEAD_BYTES = 16;
/** Of a block's query in the kernel's terms: see `scanBits` in kernel/scan-kernel.ts. */
export const BIT_QUERY_BYTES = 48;
/** What filters look at: made | orientation << 2, licence, source, year; int32 each. */
export const FACETS = 4;
/** The year of an image whose year is not known. */
export const NO_YEAR = -0x8000_0000;
/** Blocks of up to this many dims get two bits a dim: one alone says too little of so few. */
const TWO_BITS_UP_TO = 128;
/**
 * Rows whose bit codes stand together, byte 0 of each, then byte 1 of each, and so on: two registers full, so
 * that a scan that takes both at a time reads on and on. Read in two places at once, memory took twice as long.
 */
export const BIT_GROUP = 32;

/** Where an aspect's block stands in an energy and in a row's codes. */
export interface BlockLayout {
  readonly offset: number;
  readonly dims: number;
  /** Of its int8 codes, behind the row's head. */
  readonly codeOffset: number;
  readonly groups: number;
  /** Its bit codes (bit-codes.ts): dims after rotation, a power of two; 0 for a block of none. */
  readonly rotated: number;
  readonly bitsPerDim: 1 | 2;
  readonly bitOffset: number;
  readonly bitBytes: number;
  /** Where its groups begin, from a segment's first bit code on. */
  readonly planeOffset: number;
  /** Of the codes of {@link BIT_GROUP} rows, their factors and their spreads; 0 for a block of none. */
  readonly groupBytes: number;
}

/**
 * Where everything stands in the memory that the main thread and the scan threads share: a scratch
 * area for each scan thread from address 0 on, then segments one after the other. Bytes throughout.
 */
export interface ArenaLayout {
  readonly energyDims: number;
  readonly blocks: readonly BlockLayout[];
  /** int8 codes a row, a multiple of 16. */
  readonly codeBytes: number;
  /** Of a row's head and int8 codes. */
  readonly rowBytes: number;
  /** Of a row's bit codes. */
  readonly bitBytes: number;
  /** Offsets inside a thread's scratch area. */
  readonly scratch: {
    readonly query: number;
    readonly queryExact: number;
    readonly queryScales: number;
    readonly queryNorms: number;
    readonly blocks: number;
    readonly bitQuery: number;
    readonly bitTables: number;
    readonly filter: number;
    readonly licences: number;
    readonly sources: number;
    readonly mask: number;
    readonly slots: number;
    readonly scores: number;
    readonly bounds: number;
    readonly variances: number;
    readonly energies: number;
    readonly sample: number;
    readonly sampleAddresses: number;
    readonly blockPairs: number;
    readonly bytes: number;
  };
  /** Offsets inside a segment. */
  readonly segment: {
    readonly rows: number;
    readonly bits: number;
    readonly ids: number;
    readonly kinds: number;
    readonly licences: number;
    readonly sources: number;
    readonly years: number;
    readonly born: number;
    readonly died: number;
    /** What of a segment is worth keeping on disk: all before the searches' own. */
    readonly keptBytes: number;
    readonly uppers: number;
    readonly bytes: number;
  };
}

/** The arena of energies with this layout. Pure: all threads compute the same. */
export function arenaLayout(layout: EnergyLayout): ArenaLayout {
  const blocks: BlockLayout[] = [];
  let codeBytes = 0;
  let bitBytes = 0;
  let planesBytes = 0;
  for (const aspect of ASPECTS) {
    const { offset, dims } = layout.blocks[aspect];
    const groups = Math.ceil(dims / GROUP);
    const rotated = dims === 0 ? 0 : Math.max(GROUP, 2 ** Math.ceil(Math.log2(dims)));
    const bitsPerDim = dims <= TWO_BITS_UP_TO ? 2 : 1;
    const ownBytes = (rotated * bitsPerDim) / 8;
    const groupBytes = dims === 0 ? 0 : BIT_GROUP * (ownBytes + 4);
    blocks.push({
      ...{ offset, dims, codeOffset: codeBytes, groups, rotated, bitsPerDim },
      ...{ bitOffset: bitBytes, bitBytes: ownBytes, planeOffset: planesBytes, groupBytes },
    });
    codeBytes += groups * GROUP;
    bitBytes += ownBytes;
    planesBytes += (SEGMENT_ROWS / BIT_GROUP) * groupBytes;
  }
  const rowBytes = ROW_HEAD_BYTES + codeBytes;
  const scratch = placer();
  const segment = placer();
  return {
    energyDims: layout.total,
    ...{ blocks, codeBytes, rowBytes, bitBytes },
    scratch: {
      query: scratch.place(codeBytes * 2),
      queryExact: scratch.place(layout.total * 8),
      queryScales: scratch.place(16),
      queryNorms: scratch.place(16),
      blocks: scratch.place(16),
      bitQuery: scratch.place(blocks.length * BIT_QUERY_BYTES),
      /** 16 bytes for each half byte of codes. */
      bitTables: scratch.place(bitBytes * 2 * 16),
      filter: scratch.place(48),
      licences: scratch.place(MAX_FILTER_CODES * 4),
      sources: scratch.place(MAX_FILTER_CODES * 4),
      mask: scratch.place(SEGMENT_ROWS),
      slots: scratch.place(SEGMENT_ROWS * 4),
      /** Also similarities of four blocks to the whole sample. */
      scores: scratch.place(SEGMENT_ROWS * 4),
      bounds: scratch.place(SEGMENT_ROWS * 4),
      variances: scratch.place(SEGMENT_ROWS * 4),
      energies: scratch.place(RESCORE_ROWS * layout.total * 4),
      sample: scratch.place(MAX_DENSITY_SAMPLE * layout.total * 4),
      sampleAddresses: scratch.place(MAX_DENSITY_SAMPLE * 4),
      blockPairs: scratch.place(32),
      bytes: scratch.bytes(),
    },
    segment: {
      rows: segment.place(SEGMENT_ROWS * rowBytes),
      /**
       * Block by block, so that what a search looks at lies in one piece; in groups of 32 rows: their codes,
       * then in bfloat16 what each row's codes are multiplied by, then how far off they are.
       */
      bits: segment.place(planesBytes),
      ids: segment.place(SEGMENT_ROWS * 8),
      kinds: segment.place(SEGMENT_ROWS),
      licences: segment.place(SEGMENT_ROWS * 4),
      sources: segment.place(SEGMENT_ROWS * 4),
      years: segment.place(SEGMENT_ROWS * 4),
      born: segment.place(SEGMENT_ROWS * 4),
      died: segment.place(SEGMENT_ROWS * 4),
      keptBytes: segment.bytes(),
      /** Written by the search that runs: what each row's score does not exceed. */
      uppers: segment.place(SEGMENT_ROWS * 4),
      bytes: segment.bytes(),
    },
  };
}

/** Where a thread's scratch area starts. */
export function scratchBase(layout: ArenaLayout, thread: number): number {
  return thread * layout.scratch.bytes;
}

/** Where segment `index` starts. */
export function segmentBase(layout: ArenaLayout, index: number): number {
  return MAX_SCAN_THREADS * layout.scratch.bytes + index * layout.segment.bytes;
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
