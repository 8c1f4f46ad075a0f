import type { ImageId } from "@/lib/energy/image-id";
import type { WallLayout } from "@/lib/layout/masonry";
import { anchorAt, anchoredTop } from "@/lib/layout/scroll-anchor";

/** Where someone was on a page, kept by history entry and by hop. */
export interface ScrollPlace {
  /** `window.scrollY` in px. */
  readonly y: number;
  /** Of the wall in px, and its columns: where both are the same, `y` is exact. */
  readonly width: number;
  readonly columnCount: number;
  /** The tile at the top of the screen and how far down it the top is, for another width or zoom. */
  readonly tile?: number;
  readonly share?: number;
  /** Which image that tile was: another link to the same hop may have other tiles before it. */
  readonly image?: ImageId;
  /** The tile that had the focus. */
  readonly focus?: ImageId;
}

const STORAGE_KEY = "wavelength.scroll";
const MAX_PLACES = 400;

/** The little of `Storage` that is used. */
export type PlaceStorage = Pick<Storage, "getItem" | "setItem">;

/**
 * Scroll positions by history entry and by hop, written to `sessionStorage` so that they survive a reload.
 * The oldest of more than 400 is forgotten.
 */
export class ScrollMemory {
  readonly #places: Map<string, ScrollPlace>;
  readonly #storage: PlaceStorage | undefined;

  constructor(storage: PlaceStorage | undefined) {
    this.#storage = storage;
    this.#places = readPlaces(storage);
  }

  get(key: string): ScrollPlace | undefined {
    return this.#places.get(key);
  }

  set(key: string, place: ScrollPlace): void {
    this.#places.delete(key);
    this.#places.set(key, place);
    const oldest = this.#places.keys().next();
    if (this.#places.size > MAX_PLACES && !oldest.done) this.#places.delete(oldest.value);
  }

  /** Writes what is remembered; a full or forbidden storage is no reason to stop anyone. */
  save(): void {
    try {
      this.#storage?.setItem(STORAGE_KEY, JSON.stringify([...this.#places]));
    } catch {
      // Private windows and full storages: Back still works until the page is closed.
    }
  }
}

function readPlaces(storage: PlaceStorage | undefined): Map<string, ScrollPlace> {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(STORAGE_KEY) ?? "[]");
    if (!Array.isArray(stored)) return new Map();
    return new Map(stored.filter(isEntry));
  } catch {
    // Another page of this origin may have written anything there.
    return new Map();
  }
}

function isEntry(entry: unknown): entry is [string, ScrollPlace] {
  if (!Array.isArray(entry) || typeof entry[0] !== "string") return false;
  const place: unknown = entry[1];
  return (
    typeof place === "object" &&
    place !== null &&
    ["y", "width", "columnCount"].every((name) =>
      Number.isFinite((place as Record<string, unknown>)[name]),
    )
  );
}

/** What is there at the place, besides where it is. */
interface SeenWall {
  /** Of the wall. */
  readonly ids?: readonly ImageId[];
  /** The tile that has the focus. */
  readonly focus?: ImageId | undefined;
}

/** What to remember of a wall at `y`. @param wallTop px from the page's top to the wall's. */
export function placeAt(
  layout: WallLayout,
  y: number,
  wallTop: number,
  { ids = [], focus }: SeenWall = {},
): ScrollPlace {
  const anchor = y > wallTop ? anchorAt(layout, y - wallTop) : undefined;
  const image = anchor && ids[anchor.tile];
  return {
    y,
    width: layout.width,
    columnCount: layout.columnCount,
    ...anchor,
    ...(image ? { image } : {}),
    ...(focus ? { focus } : {}),
  };
}

/** `window.scrollY` at which a place is seen again in this layout. */
export function scrollFor(place: ScrollPlace, layout: WallLayout, wallTop: number): number {
  const isSame = place.width === layout.width && place.columnCount === layout.columnCount;
  if (isSame || place.tile === undefined || place.share === undefined) return place.y;
  return wallTop + anchoredTop(layout, { tile: place.tile, share: place.share });
}

/**
 * The place of a hop on a wall that may have other tiles than when it was left.
 *
 * @param ids of that wall.
 */
export function onWall(place: ScrollPlace, ids: readonly ImageId[]): ScrollPlace {
  const tile = place.image ? ids.indexOf(place.image) : -1;
  if (tile < 0 || tile === place.tile) return place;
  // No width is this one: the tile counts, and not the pixels above it.
  return { ...place, tile, width: Number.NaN };
}
