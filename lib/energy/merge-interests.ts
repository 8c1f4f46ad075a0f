/** What one of several questions found: its neighbours by descending closeness. */
export interface FoundInterest<T> {
  readonly tiles: readonly T[];
  /** How many of the first are close. */
  readonly closeCount: number;
  /** Its share beside the others, in (0, 1]. */
  readonly weight: number;
}

interface MergeTile {
  readonly id: string;
  /** In [0, 1]; −1 where nothing can be said. */
  readonly closeness: number;
}

/** Rounding must not cost an interest its turn. */
const WHOLE = 1 - 1e-9;

/**
 * Several questions' neighbours as one list: in turns, by weight, the closer first within a turn; each
 * image once, for the interest that comes to it first. All that is close to its own interest comes before
 * anything that is not, so that there is one place where the list stops being close.
 *
 * @param limit tiles at most.
 */
export function mergeInterests<T extends MergeTile>(
  interests: readonly FoundInterest<T>[],
  limit: number,
): { readonly tiles: readonly T[]; readonly closeCount: number } {
  const tiles: T[] = [];
  const placed = new Set<string>();
  const at = interests.map(() => 0);
  const most = Math.max(...interests.map(({ weight }) => weight));

  /** The next tile of an interest that has no place yet. */
  const next = (interest: FoundInterest<T>, index: number, end: number): T | undefined => {
    let rank = at[index] ?? 0;
    while (rank < end && placed.has(interest.tiles[rank]?.id ?? "")) rank++;
    at[index] = rank;
    return rank < end ? interest.tiles[rank] : undefined;
  };
  const deal = (endOf: (interest: FoundInterest<T>) => number) => {
    const credit = interests.map(() => 0);
    for (;;) {
      const turn: T[] = [];
      let isLeft = false;
      interests.forEach((interest, index) => {
        const tile = next(interest, index, endOf(interest));
        if (!tile) return;
        isLeft = true;
        const saved = (credit[index] ?? 0) + interest.weight / most;
        credit[index] = saved >= WHOLE ? saved - 1 : saved;
        if (saved < WHOLE) return;
        // Marked at once: another interest's turn must not come to it too.
        placed.add(tile.id);
        turn.push(tile);
      });
      turn.sort((a, b) => b.closeness - a.closeness || (a.id < b.id ? -1 : 1));
      tiles.push(...turn);
      if (!isLeft || tiles.length >= limit) return;
    }
  };

  deal(({ closeCount }) => closeCount);
  const closeCount = Math.min(tiles.length, limit);
  if (tiles.length < limit) deal(({ tiles: all }) => all.length);
  return { tiles: tiles.slice(0, limit), closeCount };
}
