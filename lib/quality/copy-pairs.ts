/** An edited picture compared with a picture of the gallery. */
export interface CopyPair {
  /** Similarity of their copy vectors, in [−1, 1]. */
  readonly score: number;
  /** Whether one was made from the other. */
  readonly isCopy: boolean;
}

/** How well a threshold tells copies from others. */
export interface OperatingPoint {
  readonly threshold: number;
  /** Share of the pairs at or above the threshold that are copies; 1 where there is no such pair. */
  readonly precision: number;
  /** Share of the copies that are at or above it. */
  readonly recall: number;
}

/**
 * Micro-average precision: all pairs in one list by descending score, the precision at each copy
 * averaged over all copies (Douze et al., *The 2021 Image Similarity Dataset and Challenge*, 2021).
 * Pairs of one score count together, so that their order does not matter.
 */
export function microAveragePrecision(pairs: readonly CopyPair[]): number {
  let sum = 0;
  let before = 0;
  for (const { copies, precision } of cuts(pairs)) {
    sum += precision * (copies - before);
    before = copies;
  }
  return before === 0 ? 0 : sum / before;
}

/**
 * The lowest threshold at which precision is at least `precision`: recall at that precision. Recall
 * is 0, with threshold 1, when there is none.
 */
export function pointAtPrecision(pairs: readonly CopyPair[], precision: number): OperatingPoint {
  let best: OperatingPoint = { threshold: 1, precision: 1, recall: 0 };
  const total = countCopies(pairs);
  for (const cut of cuts(pairs)) {
    if (cut.precision < precision) continue;
    best = { threshold: cut.score, precision: cut.precision, recall: cut.copies / total };
  }
  return best;
}

/** Precision and recall at a threshold. */
export function pointAtThreshold(pairs: readonly CopyPair[], threshold: number): OperatingPoint {
  const above = pairs.filter(({ score }) => score >= threshold);
  const copies = countCopies(above);
  return {
    threshold,
    precision: above.length === 0 ? 1 : copies / above.length,
    recall: copies / Math.max(1, countCopies(pairs)),
  };
}

function countCopies(pairs: readonly CopyPair[]): number {
  return pairs.filter(({ isCopy }) => isCopy).length;
}

interface Cut {
  readonly score: number;
  /** Copies at or above the score. */
  readonly copies: number;
  readonly precision: number;
}

/** Every distinct score, from the highest, with what lies at or above it. */
function* cuts(pairs: readonly CopyPair[]): Generator<Cut> {
  const sorted = [...pairs].sort((a, b) => b.score - a.score);
  let copies = 0;
  for (const [i, { score, isCopy }] of sorted.entries()) {
    if (isCopy) copies++;
    if (sorted[i + 1]?.score === score) continue;
    yield { score, copies, precision: copies / (i + 1) };
  }
}
