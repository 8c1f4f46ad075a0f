/** Points as x, y, x, y … in pixels. */
export type Points = readonly number[];

/** How light (tone) and in which of the palette's two hues (accent), each 0..1. */
export interface Ink {
  readonly tone: number;
  readonly accent: number;
}

/** A change of tone across a shape, from one place to another in pixels. */
export interface Shade {
  readonly to: number;
  readonly line: readonly [x0: number, y0: number, x1: number, y1: number];
}

/** What a family may draw with. Manners know these and nothing of families. */
export type Mark =
  | (Ink & {
      readonly kind: "area";
      readonly points: Points;
      readonly curve: boolean;
      readonly shade: Shade | undefined;
    })
  | (Ink & {
      readonly kind: "line";
      readonly points: Points;
      readonly width: number;
      readonly curve: boolean;
    })
  | (Ink & { readonly kind: "disc"; readonly x: number; readonly y: number; readonly r: number })
  | (Ink & {
      readonly kind: "glow";
      readonly x: number;
      readonly y: number;
      readonly r: number;
      readonly strength: number;
    });

/** Tone and accent over the whole picture on a grid that is enlarged to it. */
export interface Field {
  readonly columns: number;
  readonly rows: number;
  readonly tone: Float32Array;
  readonly accent: Float32Array;
}

/** What a family made: a ground, perhaps a field on it, and marks from back to front. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly ground: Ink;
  readonly field: Field | undefined;
  readonly marks: readonly Mark[];
}
