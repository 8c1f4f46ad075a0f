import type { Filters } from "@/lib/energy/recipe";
import { type Made, madeBy, type Orientation, orientationOf } from "../filter-match";
import type { StoredImage } from "../vector-store";
import { FACETS, NO_YEAR } from "./arena-layout";
import type { FacetFilter } from "./scan-messages";

const MADE: readonly Made[] = ["generator", "person", "unknown"];
const ORIENTATIONS: readonly Orientation[] = ["landscape", "portrait", "square"];

/** Writes what filters look at as numbers, the same for rows and for filters. */
export class FacetBook {
  /** 0 stands for "none". */
  readonly #licences = new Map<string, number>();
  readonly #sources = new Map<string, number>();

  /** int32, `[FACETS]`. */
  facetsOf(image: Pick<StoredImage, "width" | "height" | "details">): Int32Array {
    const { details } = image;
    const facets = new Int32Array(FACETS);
    facets[0] = MADE.indexOf(madeBy(details)) | (ORIENTATIONS.indexOf(orientationOf(image)) << 2);
    facets[1] = number(this.#licences, details.licence);
    facets[2] = number(this.#sources, details.source);
    facets[3] = details.year ?? NO_YEAR;
    return facets;
  }

  /** What its numbers stand for, to be given to {@link load}. */
  save(): { readonly licences: readonly string[]; readonly sources: readonly string[] } {
    return { licences: [...this.#licences.keys()], sources: [...this.#sources.keys()] };
  }

  load(saved: { readonly licences: readonly string[]; readonly sources: readonly string[] }): void {
    for (const licence of saved.licences) number(this.#licences, licence);
    for (const source of saved.sources) number(this.#sources, source);
  }

  /** What a scan tests facets with; the same images pass as {@link matchesFilters} lets through. */
  filterOf(filters: Filters): FacetFilter {
    const { made, orientation, licence, source, yearFrom, yearTo } = filters;
    return {
      ...(made && { made: made.map((name) => MADE.indexOf(name)) }),
      ...(orientation && { orientation: orientation.map((name) => ORIENTATIONS.indexOf(name)) }),
      ...(licence && { licence: known(this.#licences, licence) }),
      ...(source && { source: known(this.#sources, source) }),
      ...((yearFrom !== undefined || yearTo !== undefined) && {
        years: { from: yearFrom ?? -Infinity, to: yearTo ?? Infinity },
      }),
    };
  }
}

function number(numbers: Map<string, number>, text: string | undefined): number {
  if (text === undefined) return 0;
  const known = numbers.get(text);
  if (known !== undefined) return known;
  numbers.set(text, numbers.size + 1);
  return numbers.size;
}

function known(numbers: ReadonlyMap<string, number>, texts: readonly string[]): number[] {
  return texts.map((text) => numbers.get(text)).filter((code) => code !== undefined);
}
