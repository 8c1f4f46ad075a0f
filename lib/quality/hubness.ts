import type { Ranking } from "./neighbour-shares";

/** In how many rankings each of `count` images is among the first `k`. */
export function occurrences(rankings: readonly Ranking[], k: number, count: number): number[] {
  const times = Array<number>(count).fill(0);
  for (const { nearest } of rankings) {
    for (const image of nearest.slice(0, k)) times[image] = (times[image] ?? 0) + 1;
  }
  return times;
}

/**
 * Skewness of a list (third standardised moment, of the list itself). Of k-occurrences it is the
 * usual measure of hubness: 0 when all images are found equally often, above 1 when few are near
 * everything (Radovanović, Nanopoulos & Ivanović, JMLR 11, 2010).
 *
 * @returns `undefined` for a list without spread.
 */
export function skewness(values: readonly number[]): number | undefined {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const moment = (power: number) =>
    values.reduce((sum, value) => sum + (value - mean) ** power, 0) / n;
  const variance = moment(2);
  return variance > 0 ? moment(3) / variance ** 1.5 : undefined;
}

/**
 * In what share of the top-50 lists one of the ten most frequent images appears, on average over
 * these ten; in [0, 1]. By lot it is 50 ÷ (images − 1).
 */
export function topTenShare(rankings: readonly Ranking[], count: number): number | undefined {
  if (rankings.length === 0) return undefined;
  const most = occurrences(rankings, 50, count)
    .sort((a, b) => b - a)
    .slice(0, 10);
  return most.reduce((sum, times) => sum + times, 0) / most.length / rankings.length;
}
