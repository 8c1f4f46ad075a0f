import { NO_YEAR } from "./arena-layout";
import type { FacetFilter } from "./scan-messages";

/** A test of the facets at a position, or nothing when nothing is filtered. */
export function facetTest(
  filter: FacetFilter,
): ((facets: Int32Array, at: number) => boolean) | undefined {
  const { made, orientation, licence, source, years } = filter;
  if (!made && !orientation && !licence && !source && !years) return undefined;
  const kinds = new Uint8Array(16);
  for (let kind = 0; kind < kinds.length; kind++) {
    const passes = (made?.includes(kind & 3) ?? true) && (orientation?.includes(kind >> 2) ?? true);
    kinds[kind] = passes ? 1 : 0;
  }
  const licences = licence && new Set(licence);
  const sources = source && new Set(source);
  return (facets, at) => {
    if (kinds[facets[at] ?? 0] !== 1) return false;
    if (licences && !licences.has(facets[at + 1] ?? 0)) return false;
    if (sources && !sources.has(facets[at + 2] ?? 0)) return false;
    if (!years) return true;
    const year = facets[at + 3] ?? NO_YEAR;
    return year !== NO_YEAR && year >= years.from && year <= years.to;
  };
}
