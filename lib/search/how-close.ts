import { isClose } from "@/lib/energy/closeness";
import { nearness, seenFromMiddle } from "@/lib/energy/nearest-floor";
import { weightedSimilarity } from "@/lib/energy/query-vector";
import type { VectorStore } from "@/lib/store/vector-store";
import type { Query, RankedTile } from "./rank";

/** Tiles among which the nearest five are looked for: closeness ranks almost as nearness does. */
const NEAR_CANDIDATES = 24;

/** Whether the best tiles are as near as most of the gallery's images have theirs. */
export async function isNear(
  tiles: readonly RankedTile[],
  { direction, weights, calibration, isWordsAlone, floor }: Query,
  store: VectorStore,
): Promise<boolean> {
  if (tiles.length === 0) return false;
  if (floor === Number.NEGATIVE_INFINITY) return true;
  const { layout } = store.schema;
  const { common } = calibration;
  const query = isWordsAlone ? direction : seenFromMiddle(direction, common, layout);
  // Along a compass's axis tiles do not stand by closeness.
  const closest = tiles.toSorted((a, b) => b.closeness - a.closeness).slice(0, NEAR_CANDIDATES);
  const energies = await store.energies(closest.map(({ id }) => id));
  const scores = energies.flatMap((energy) =>
    energy
      ? [weightedSimilarity(query, seenFromMiddle(energy, common, layout), weights, layout)]
      : [],
  );
  return nearness(scores) >= floor;
}

/**
 * Tiles before the place where a wall stops being close: those that few random pairs reach. Where tiles
 * do not stand by closeness, how many of all.
 */
export function countClose(tiles: readonly RankedTile[], isInOrder: boolean): number {
  const isFar = ({ closeness }: RankedTile) => !isClose(closeness);
  if (!isInOrder) return tiles.filter((tile) => !isFar(tile)).length;
  const end = tiles.findIndex(isFar);
  return end < 0 ? tiles.length : end;
}
