import { type Aspect, blockOf, type EnergyLayout } from "@/lib/energy/aspects";
import { dot } from "@/lib/energy/unit-vector";
import type { TermVectors, TextVectors } from "./term-vectors";
import { type Term, type TermKind, VOCABULARY } from "./vocabulary";

/** A term that fits. */
export interface NearTerm {
  readonly word: string;
  readonly kind: TermKind;
  /** How far it stands out among the terms of its kind, in standard deviations; about 1 to 6. */
  readonly score: number;
}

/** The terms that fit best, nearest first, by kind. */
export type NearTerms = Readonly<Record<TermKind, readonly NearTerm[]>>;

/** Which aspects a kind of term is read from. */
const READ_FROM: Readonly<Record<TermKind, readonly ("subject" | "style")[]>> = {
  thing: ["subject"],
  place: ["subject"],
  style: ["style"],
  medium: ["style"],
  mood: ["subject", "style"],
  era: ["subject", "style"],
};

/**
 * How much of what all pictures of the gallery have in common is left out, so that the words say
 * what is special here. More is worse: with the whole mean, or z-scores a term, right names fall from
 * 75 of 100 to 52 and 34 (docs/adr/0015).
 */
const COMMON_SHARE = 0.25;

/**
 * The nearest terms of each kind.
 *
 * @param energy float32, `[layout.total]`: an image's or a query's. An aspect it lacks is not read;
 *   without subject and style there are no terms.
 * @param common the mean energy of the gallery's sample; left out, nothing is taken off.
 * @param limit terms of each kind.
 */
export function nearestTerms(
  energy: Float32Array,
  layout: EnergyLayout,
  { terms }: TermVectors,
  { common, limit = 5 }: { readonly common?: Float32Array; readonly limit?: number } = {},
): NearTerms {
  const special = common
    ? energy.map((value, i) => value - COMMON_SHARE * (common[i] ?? 0))
    : energy;
  const readable = (["subject", "style"] as const).filter((aspect) =>
    blockOf(energy, aspect, layout).some((value) => value !== 0),
  );
  const nearest = (kind: TermKind): NearTerm[] => {
    const aspects = aspectsOf(kind, layout).filter((aspect) => readable.includes(aspect));
    if (aspects.length === 0) return [];
    return ranked(kind, terms, (vectors) =>
      aspects.reduce(
        (sum, aspect) => sum + dot(blockOf(special, aspect, layout), vectors[aspect]),
        0,
      ),
    ).slice(0, limit);
  };
  return {
    thing: nearest("thing"),
    place: nearest("place"),
    style: nearest("style"),
    medium: nearest("medium"),
    mood: nearest("mood"),
    era: nearest("era"),
  };
}

/** A model without style tells styles, as well as it can, by its only output. */
function aspectsOf(kind: TermKind, layout: EnergyLayout): readonly ("subject" | "style")[] {
  return layout.blocks.style.dims > 0 ? READ_FROM[kind] : (["subject"] satisfies Aspect[]);
}

function ranked(
  kind: TermKind,
  terms: readonly TextVectors[],
  likeness: (vectors: TextVectors) => number,
): NearTerm[] {
  const found = VOCABULARY.flatMap((term, i) => {
    const vectors = terms[i];
    return term.kind === kind && vectors ? [{ word: term.word, value: likeness(vectors) }] : [];
  });
  const mean = found.reduce((sum, { value }) => sum + value, 0) / found.length;
  const variance = found.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / found.length;
  const deviation = Math.max(1e-6, Math.sqrt(variance));
  return found
    .sort((a, b) => b.value - a.value || (a.word < b.word ? -1 : 1))
    .map(({ word, value }) => ({ word, kind, score: (value - mean) / deviation }));
}

/**
 * Whether one of the terms names the label: by any of its names, whatever the case and the dashes
 * ("Ukiyo e" is ukiyo-e). For measuring words against labelled pictures.
 */
export function isNamedBy(
  label: string,
  terms: readonly Pick<NearTerm, "word" | "kind">[],
): boolean {
  const plain = plainName(label);
  return terms.some(({ word, kind }) => {
    const term = TERMS.get(`${kind} ${word}`);
    return term?.names.some((name) => plainName(name) === plain) ?? false;
  });
}

const TERMS: ReadonlyMap<string, Term> = new Map(
  VOCABULARY.map((term) => [`${term.kind} ${term.word}`, term]),
);

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[-_\s]+/g, " ")
    .trim();
}
