import type { ImageId } from "@/lib/energy/image-id";
import type { Recipe } from "@/lib/energy/recipe";

/** Limits of a trail (design §5). */
export const MAX_HOPS = 200;
export const MAX_CODE_CHARS = 8_000;
export const MAX_NAME_CHARS = 200;
export const MAX_NOTE_CHARS = 2_000;

/**
 * An image that is a query and not in the gallery. The trail carries all that a stranger's
 * browser needs to build the same wall: never the picture, only its vector and a blur.
 */
export interface Guest {
  /** First 64 bits of the SHA-256 of the file, as for images. */
  readonly id: ImageId;
  /**
   * int8, `[layout.total]`: each aspect's block scaled so that its largest magnitude is 127.
   * Blocks are unit vectors, so no scale is kept; a block of zeros does not exist.
   */
  readonly vector: Int8Array;
  /** At most 25 bytes (https://evanw.github.io/thumbhash/). */
  readonly thumbhash: Uint8Array;
  /** The model that embedded it; absent when it is the trail's own. */
  readonly model?: string;
}

/** One recipe, and the hop it was reached from. */
export interface Hop {
  /** Index in `Trail.hops` of the hop this one was reached from; −1 for a root. Always < own index. */
  readonly parent: number;
  readonly recipe: Recipe;
  readonly name?: string;
  readonly note?: string;
  /** Fields written by a later version, kept byte for byte. */
  readonly unknown?: Uint8Array;
}

/** Where a trail was walked on from somebody else's. */
export interface Fork {
  /** Which hop of that trail it was, counted along the path to it: from 1 to 200. */
  readonly hop: number;
  /** That trail as it was then: its `fingerprint`, 32 bits. */
  readonly of: number;
}

/** A tree of hops with a tip. Immutable: every change is a new value. */
export interface Trail {
  /** Id of the model whose vectors the trail's guests and walls were made with. */
  readonly model: string;
  /** The gallery and its revision when the last hop was written. */
  readonly gallery: { readonly id: string; readonly revision: number };
  readonly guests: readonly Guest[];
  /** In order of creation: a parent always comes before its children. At most 200. */
  readonly hops: readonly Hop[];
  /** Index of the hop that is being looked at; −1 for a trail without hops. */
  readonly tip: number;
  readonly name?: string;
  /** Absent for a trail that was begun by whoever walked it. */
  readonly fork?: Fork;
  /**
   * The fields of all axes as they were read, where one of them or a hop's compass is not understood:
   * hops name axes by number, so each stays where it is. Absent where all are.
   */
  readonly axes?: Uint8Array;
  /** Fields written by a later version, kept byte for byte. */
  readonly unknown?: Uint8Array;
}
