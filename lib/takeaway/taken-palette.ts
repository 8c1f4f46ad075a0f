import { LIGHT_DIMS, PALETTE_DIMS } from "@/lib/energy/aspects";
import { paletteInWords } from "@/lib/words/palette-in-words";
import { readWords } from "@/lib/words/read-words";
import { type ShownColour, shownColours } from "@/lib/words/shown-colours";
import type { TakenItem } from "./taken-item";

/** As many as a painter sets out, down to what an accent has of a picture. */
const SAID = { most: 12, leastShare: 0.02 };

/**
 * The colours of everything that is taken, each picture counting alike, largest share first.
 *
 * @param images what the gallery's images have together: 64 shares of the bins of a palette, each
 *   image's adding up to 1.
 * @param items of which guests and words add theirs.
 */
export function takenPalette(
  images: readonly number[],
  items: readonly TakenItem[],
): ShownColour[] {
  const shares = Float64Array.from({ length: PALETTE_DIMS }, (_, bin) => images[bin] ?? 0);
  for (const item of items) {
    const palette = paletteOfItem(item);
    const total = palette.reduce((sum, value) => sum + value * value, 0);
    if (total === 0) continue;
    palette.forEach((value, bin) => {
      shares[bin] = (shares[bin] ?? 0) + (value * value) / total;
    });
  }
  return shownColours(paletteInWords(shares.map(Math.sqrt), SAID));
}

/** 64 values ≥ 0; all zeros, or none, where it has no colours or they are counted elsewhere. */
function paletteOfItem(item: TakenItem): number[] {
  switch (item.kind) {
    case "image":
      return [];
    case "words":
      return [...(readWords(item.text).palette ?? [])];
    case "guest":
      // Palette and light stand last in every layout, 64 dims each, whatever the model.
      return item.vector.length < PALETTE_DIMS + LIGHT_DIMS
        ? []
        : Array.from(item.vector.slice(-PALETTE_DIMS - LIGHT_DIMS, -LIGHT_DIMS), (value) =>
            Math.max(0, value),
          );
  }
}
