import { compareIdCodes } from "./id-code";
import type { RankResult, SearchResult } from "./scan-messages";

/** The best of what several threads ranked, in one order: by descending score, ties by id. */
export function mergeRanked(parts: readonly RankResult[], limit: number): SearchResult {
  const total = parts.reduce((sum, { slots }) => sum + slots.length, 0);
  const count = Math.min(limit, total);
  const slots = new Int32Array(count);
  const scores = new Float32Array(count);
  const next = parts.map(() => 0);
  for (let i = 0; i < count; i++) {
    let from = -1;
    parts.forEach((part, candidate) => {
      if ((next[candidate] ?? 0) >= part.slots.length) return;
      if (from < 0 || isBefore(part, next[candidate] ?? 0, parts[from], next[from] ?? 0)) {
        from = candidate;
      }
    });
    const at = next[from] ?? 0;
    slots[i] = parts[from]?.slots[at] ?? 0;
    scores[i] = parts[from]?.scores[at] ?? 0;
    next[from] = at + 1;
  }
  return {
    ...{ slots, scores },
    bounded: parts.reduce((sum, { bounded }) => sum + bounded, 0),
    rescored: parts.reduce((sum, { rescored }) => sum + rescored, 0),
  };
}

function isBefore(a: RankResult, i: number, b: RankResult | undefined, j: number): boolean {
  if (!b) return true;
  const difference = (a.scores[i] ?? 0) - (b.scores[j] ?? 0);
  return difference !== 0 ? difference > 0 : compareIdCodes(a.ids, i, b.ids, j) < 0;
}
