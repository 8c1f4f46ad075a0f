import { unit } from "./raster";

/** Where the light falls: its strength over the picture and the place the eye goes first. */
export interface Composition {
  /** Light 0..1 at a place given as shares of width and height. */
  light(x: number, y: number): number;
  /** Where a family puts what matters most, as shares of width and height. */
  readonly focus: readonly [x: number, y: number];
}

const bell = (distance: number, width: number) => Math.exp(-((distance / width) ** 2));

const BY_NAME = {
  "light-top": { focus: [0.5, 0.3], light: (_x, y) => 0.97 - 0.9 * y },
  "light-below": { focus: [0.5, 0.68], light: (_x, y) => 0.07 + 0.9 * y },
  "light-left": { focus: [0.3, 0.45], light: (x) => 0.97 - 0.9 * x },
  "light-right": { focus: [0.7, 0.45], light: (x) => 0.07 + 0.9 * x },
  "bright-centre": {
    focus: [0.5, 0.5],
    light: (x, y) => 0.05 + 0.95 * bell(Math.hypot(x - 0.5, y - 0.5), 0.42),
  },
  "dark-centre": {
    focus: [0.5, 0.48],
    light: (x, y) => 0.97 - 0.92 * bell(Math.hypot(x - 0.5, y - 0.48), 0.36),
  },
  "diagonal-fall": { focus: [0.34, 0.34], light: (x, y) => 0.99 - 0.47 * (x + y) },
  "diagonal-rise": { focus: [0.66, 0.34], light: (x, y) => 0.52 + 0.47 * (x - y) },
  "horizon-low": {
    focus: [0.5, 0.62],
    light: (_x, y) => 0.08 + 0.88 * bell(y - 0.66, 0.19) + 0.12 * (1 - y),
  },
  "low-key": {
    focus: [0.67, 0.36],
    light: (x, y) => 0.04 + 0.94 * bell(Math.hypot(x - 0.67, y - 0.34), 0.28),
  },
  "high-key": {
    focus: [0.4, 0.6],
    light: (x, y) => 0.96 - 0.78 * bell(Math.hypot(x - 0.12, y - 0.95), 0.5),
  },
} as const satisfies Record<string, Composition>;

/** The name of a composition; it is the label `composition` of a sample image. */
export type CompositionName = keyof typeof BY_NAME;

/** Every composition. */
export const COMPOSITIONS = Object.keys(BY_NAME) as CompositionName[];

/** The composition of a name, its light held within [0, 1]. */
export function compositionOf(name: CompositionName): Composition {
  const found: Composition = BY_NAME[name];
  return { focus: found.focus, light: (x, y) => unit(found.light(x, y)) };
}
