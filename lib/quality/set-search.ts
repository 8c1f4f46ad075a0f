import { MemoryThumbnails } from "@/lib/gallery/memory-thumbnails";
import { Calibrator } from "@/lib/search/calibration";
import { openCropEnergies } from "@/lib/search/crop-energies";
import type { SearchDeps } from "@/lib/search/search-deps";
import type { EmbedDeps, EmbeddedSet } from "./embed-set";

/** What measuring takes: the model, the limits on pictures and the vocabulary. */
export type MeasureDeps = EmbedDeps & Pick<SearchDeps, "terms">;

/** What the product searches a gallery with, for a set in memory. */
export function searchDepsOf(
  { store }: Pick<EmbeddedSet, "store">,
  { embedder, limits, terms }: MeasureDeps,
): SearchDeps {
  return {
    store,
    embedder,
    terms,
    calibrator: new Calibrator(store, embedder),
    // No set asks with crops, so none are kept.
    crops: openCropEnergies(
      { thumbnails: new MemoryThumbnails(), limits },
      embedder,
      store.schema.layout,
    ),
  };
}
