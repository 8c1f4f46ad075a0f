/**
 * Field numbers of a trail code, by message (docs/trail-code.md). A number is never reused: a link
 * that was sent once opens for ever.
 */
export const TRAIL_TAGS = {
  /** fixed64: a hop of one image with default dials, reached from the hop before it. */
  plainHop: 1,
  hop: 2,
  guest: 3,
  model: 4,
  galleryId: 5,
  galleryRevision: 6,
  name: 7,
  /** Index of the tip; absent when the tip is the last hop. */
  tip: 8,
  fork: 9,
  axis: 10,
} as const;

export const FORK_TAGS = { hop: 1, of: 2 } as const;

export const HOP_TAGS = {
  /** Own index − the parent's index; absent when it is 1. A root's parent is −1. */
  parentDistance: 1,
  ingredient: 2,
  dials: 3,
  wander: 4,
  filters: 5,
  name: 6,
  note: 7,
  /** Mask of what stays as it is from hop to hop: 1 wander. */
  held: 8,
  compass: 9,
  /** 1: any of the pulls, instead of what they have in common. */
  apart: 10,
} as const;

export const INGREDIENT_TAGS = {
  image: 1,
  guest: 2,
  words: 3,
  /** Hundredths, signed; absent when it is 100. */
  weight: 4,
  /** Four 16-bit numbers: x, y, width, height in thousandths. */
  crop: 5,
  aspects: 6,
  /** 1: it goes along to the next hop. */
  held: 7,
} as const;

export const AXIS_TAGS = { lowName: 1, highName: 2, low: 3, high: 4 } as const;

/** The axis by its number among the trail's, absent when it is 0; hundredths, signed, absent when 0. */
export const COMPASS_TAGS = { axis: 1, amount: 2 } as const;

export const GUEST_TAGS = { id: 1, vector: 2, thumbhash: 3, model: 4 } as const;

export const FILTER_TAGS = {
  made: 1,
  orientation: 2,
  licence: 3,
  source: 4,
  yearFrom: 5,
  yearTo: 6,
  /** 1: two columns, made and not made. */
  twin: 7,
} as const;

/** Bits of a hop's `held`. */
export const HELD_WANDER = 1;

/** The first byte of every code. */
export const CODE_VERSION = 1;

/** Length of the checksum that every code ends with. */
export const CHECKSUM_BYTES = 4;

/** Bit i of the filters' masks stands for entry i. */
export const MADE = ["generator", "person", "unknown"] as const;
export const ORIENTATIONS = ["landscape", "portrait", "square"] as const;
