import type { Filters } from "@/lib/energy/recipe";
import type { StoredImage } from "./vector-store";

/** A picture whose sides differ by no more than this factor is square. */
const SQUARE_FACTOR = 1.05;

export type Made = NonNullable<Filters["made"]>[number];
export type Orientation = NonNullable<Filters["orientation"]>[number];

/** Who made an image, as far as its details say. */
export function madeBy(details: StoredImage["details"]): Made {
  if (details.generated === undefined) return "unknown";
  return details.generated ? "generator" : "person";
}

/** Square when the sides differ by at most 5 %, else by the longer side. */
export function orientationOf(image: Pick<StoredImage, "width" | "height">): Orientation {
  const ratio = image.width / image.height;
  if (ratio > SQUARE_FACTOR) return "landscape";
  return ratio < 1 / SQUARE_FACTOR ? "portrait" : "square";
}

/**
 * Whether a search with these filters may return the image: every field that is present must hold.
 * A list holds when it names the image's value, so an empty list lets nothing through.
 */
export function matchesFilters(image: StoredImage, filters: Filters): boolean {
  const { made, orientation, licence, source, yearFrom, yearTo } = filters;
  const { details } = image;
  if (made && !made.includes(madeBy(details))) return false;
  if (orientation && !orientation.includes(orientationOf(image))) return false;
  if (licence && !(details.licence !== undefined && licence.includes(details.licence)))
    return false;
  if (source && !(details.source !== undefined && source.includes(details.source))) return false;
  if (yearFrom === undefined && yearTo === undefined) return true;
  if (details.year === undefined) return false;
  return details.year >= (yearFrom ?? -Infinity) && details.year <= (yearTo ?? Infinity);
}
