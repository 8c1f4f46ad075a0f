/** The size of a preview in px: what Open Graph's readers expect of a large one. */
export const CARD_WIDTH = 1_200;
export const CARD_HEIGHT = 630;

/** A hop as a preview shows it. */
export type Stop =
  /** A thumbnail: a file of WebP. */
  | { readonly kind: "picture"; readonly webp: Buffer; readonly ratio: number }
  /** A guest, or a picture that not everyone wants to see: never the picture itself. */
  | { readonly kind: "blur"; readonly thumbhash: Uint8Array; readonly ratio: number }
  | { readonly kind: "words"; readonly text: string }
  /** An image that the gallery does not have, or whose thumbnail is gone. */
  | { readonly kind: "missing" };

/** All that a preview shows of a trail. */
export interface PreviewCard {
  /** In the order of the path; the last is the tip. */
  readonly stops: readonly Stop[];
  /** Of the whole path. */
  readonly hopCount: number;
  /** What is being looked at; may be empty. */
  readonly title: string;
  /** Words back: what it is about; may be empty. */
  readonly terms: readonly string[];
  readonly colours: readonly {
    readonly name: string;
    /** Of the palette, in (0, 1]. */
    readonly share: number;
    /** "#rrggbb" */
    readonly rgb: string;
  }[];
  readonly light: string;
}
