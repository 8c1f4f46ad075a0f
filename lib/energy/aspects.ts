/** The four aspects of an image, in the order their blocks stand in an energy vector. */
export const ASPECTS = ["subject", "style", "palette", "light"] as const;

/** One aspect of an image (design: "Words"). */
export type Aspect = (typeof ASPECTS)[number];

/** One number an aspect. */
export type PerAspect<T = number> = Readonly<Record<Aspect, T>>;

/** What a function gives for each aspect. */
export function perAspect<T>(of: (aspect: Aspect) => T): PerAspect<T> {
  return {
    subject: of("subject"),
    style: of("style"),
    palette: of("palette"),
    light: of("light"),
  };
}

/** Dims of the two aspects that are computed from pixels; they do not depend on a model. */
export const PALETTE_DIMS = 64;
export const LIGHT_DIMS = 64;

/**
 * Where each aspect's block stands in an energy vector.
 *
 * A model without a style output has `style.dims = 0`; its block takes no part in any score.
 */
export interface EnergyLayout {
  /** Length of an energy vector: the sum of all dims. 512 for wavelength-1. */
  readonly total: number;
  readonly blocks: PerAspect<{ readonly offset: number; readonly dims: number }>;
}

/** The layout of the energy vectors that a model with these output dims gives. */
export function energyLayout(model: {
  readonly subject: number;
  readonly style: number;
}): EnergyLayout {
  const dims = { ...model, palette: PALETTE_DIMS, light: LIGHT_DIMS };
  let offset = 0;
  const blocks = {} as Record<Aspect, { offset: number; dims: number }>;
  for (const aspect of ASPECTS) {
    blocks[aspect] = { offset, dims: dims[aspect] };
    offset += dims[aspect];
  }
  return { total: offset, blocks };
}

/** The part of an energy vector that belongs to one aspect: a view, not a copy. */
export function blockOf(energy: Float32Array, aspect: Aspect, layout: EnergyLayout): Float32Array {
  const { offset, dims } = layout.blocks[aspect];
  return energy.subarray(offset, offset + dims);
}
