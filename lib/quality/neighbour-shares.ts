/** The images nearest to one of them. */
export interface Ranking {
  /** Index of the image that was asked about. */
  readonly query: number;
  /** Indexes of the others by descending score; never the query itself. */
  readonly nearest: readonly number[];
}

/** One label an image, by index; absent where it has none. */
export type Labels = readonly (string | undefined)[];

/**
 * Among how many neighbours a label is looked for: what fills the first screen's attention
 * (precision at 10).
 */
const NEAREST = 10;

/** Whether at least two labels are there: one alone says nothing. */
export function varies(labels: Labels): boolean {
  return new Set(labels.filter((label) => label !== undefined)).size > 1;
}

/**
 * Mean share of the ten nearest that carry the query's own label, in [0, 1]. Queries without the
 * label, or with no neighbour left, do not count.
 *
 * @param apart when given, only neighbours whose label here differs from the query's count: the
 *   ten nearest *other* styles, say.
 * @returns `undefined` when the label is constant, or no query counts.
 */
export function shareOfNearest(
  rankings: readonly Ranking[],
  labels: Labels,
  apart?: Labels,
): number | undefined {
  if (!varies(labels) || (apart && !varies(apart))) return undefined;
  return mean(
    rankings.flatMap(({ query, nearest }) => {
      const own = labels[query];
      if (own === undefined) return [];
      const first = firstApart(nearest, query, apart);
      if (first.length === 0) return [];
      return [first.filter((i) => labels[i] === own).length / first.length];
    }),
  );
}

/** What {@link shareOfNearest} is on average when neighbours are drawn by lot. */
export function chanceOfShare(
  queries: readonly number[],
  labels: Labels,
  apart?: Labels,
): number | undefined {
  if (!varies(labels) || (apart && !varies(apart))) return undefined;
  const all = labels.map((_, i) => i);
  return mean(
    queries.flatMap((query) => {
      const own = labels[query];
      if (own === undefined) return [];
      const others = all.filter((i) => i !== query && isApart(i, query, apart));
      if (others.length === 0) return [];
      return [others.filter((i) => labels[i] === own).length / others.length];
    }),
  );
}

function firstApart(nearest: readonly number[], query: number, apart: Labels | undefined) {
  const first: number[] = [];
  for (const i of nearest) {
    if (!isApart(i, query, apart)) continue;
    first.push(i);
    if (first.length === NEAREST) break;
  }
  return first;
}

function isApart(image: number, query: number, apart: Labels | undefined): boolean {
  return !apart || apart[image] !== apart[query];
}

/** `undefined` for no values. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
