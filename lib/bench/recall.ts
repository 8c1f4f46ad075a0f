import type { Figure } from "./bench";
import { type Question, REFERENCE_LIMIT } from "./store-questions";

/** The share of the best `limit` rows that were found, in [0, 1]. */
export function recallOf(found: readonly string[], best: readonly string[]): number {
  const ids = new Set(found);
  return best.length === 0 ? 1 : best.filter((id) => ids.has(id)).length / best.length;
}

/** The best rows of question `i`, of what `referenceOf` gave. */
export function bestOf(reference: Uint32Array, i: number, limit: number): Uint32Array {
  return reference.subarray(i * REFERENCE_LIMIT, i * REFERENCE_LIMIT + limit);
}

/** "least 0.9990 · mean 0.9999" */
export function describeRecall(recalls: readonly number[]): string {
  const mean = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
  return `least ${Math.min(...recalls).toFixed(4)} · mean ${mean.toFixed(5)}`;
}

/** One line a corner of the dials. @param recalls by what is measured, "@50", then by question. */
export function recallByCorner(
  questions: readonly Question[],
  recalls: ReadonlyMap<string, readonly number[]>,
): Figure[] {
  const corners = [...new Set(questions.map(({ corner }) => corner))];
  return corners.map((corner) => ({
    what: `recall, ${corner}`,
    value: [...recalls]
      .map(([name, all]) => {
        const own = all.filter((_, i) => questions[i]?.corner === corner);
        return `${name} ${describeRecall(own)}`;
      })
      .join(" · "),
  }));
}
