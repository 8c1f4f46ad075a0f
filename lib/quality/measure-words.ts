import { describeEnergy } from "@/lib/search/describe-energy";
import type { SearchDeps } from "@/lib/search/search-deps";
import { isNamedBy } from "@/lib/words/nearest-terms";
import { type TermKind, VOCABULARY } from "@/lib/words/vocabulary";
import type { EmbeddedSet } from "./embed-set";
import { mean } from "./neighbour-shares";

/** How often a picture's label is among the words that it is described by. */
export interface WordFigure {
  readonly what: string;
  /** Among images whose label the vocabulary has a word for. */
  readonly share: number;
  /** Labels that the vocabulary has a word for, of all that the set has. */
  readonly known: number;
  readonly labels: number;
}

/** Which terms should name which label. */
const READ = [
  { kind: "label", term: "thing" },
  { kind: "style", term: "style" },
  { kind: "style", term: "medium" },
] as const satisfies readonly { kind: "label" | "style"; term: TermKind }[];

/**
 * Words-back precision: whether the label is among the five nearest terms of its kind. No row where
 * the vocabulary has no word for any label; none at all for a model without a text tower.
 */
export async function measureWords(
  { store, images }: EmbeddedSet,
  deps: SearchDeps,
): Promise<WordFigure[]> {
  if (!(await deps.terms.get())) return [];
  const energies = await store.energies(images.map(({ id }) => id));
  const figures: WordFigure[] = [];
  for (const { kind, term } of READ) {
    const words = VOCABULARY.filter((one) => one.kind === term);
    const labels = [...new Set(images.flatMap(({ labels: own }) => own[kind] ?? []))];
    const known = new Set(labels.filter((label) => isNamedBy(label, words)));
    const right: number[] = [];
    for (const [i, image] of images.entries()) {
      const label = image.labels[kind];
      const energy = energies[i];
      if (label === undefined || !energy || !known.has(label)) continue;
      const { terms } = await describeEnergy(energy, deps);
      right.push(terms && isNamedBy(label, terms[term]) ? 1 : 0);
    }
    if (known.size === 0) continue;
    figures.push({
      what: `words back: the ${kind} among the first five ${term} terms`,
      share: mean(right) ?? 0,
      known: known.size,
      labels: labels.length,
    });
  }
  return figures;
}
