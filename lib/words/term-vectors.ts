import { dot, normalize, type UnitVector } from "@/lib/energy/unit-vector";
import { VOCABULARY } from "./vocabulary";

/** What a text tower makes of one text. */
export interface TextVectors {
  readonly subject: UnitVector;
  /** Empty for a model without a style output. */
  readonly style: UnitVector;
}

/** The vocabulary as a model's text tower sees it. */
export interface TermVectors {
  /** Aligned with `VOCABULARY`: the mean of a term's prompts. */
  readonly terms: readonly TextVectors[];
  /** The subject vectors of all prompts: what sureness is measured against. */
  readonly prompts: readonly UnitVector[];
  /** Below this {@link sureness}, the encoder does not know the words. */
  readonly floor: number;
}

/** Every text that has to be embedded, in the order {@link termVectors} takes their vectors. */
export function textsToEmbed(known: readonly string[], nonsense: readonly string[]): string[] {
  return [...VOCABULARY.flatMap(({ prompts }) => prompts), ...known, ...nonsense];
}

/**
 * @param vectors one for each of {@link textsToEmbed}, in order.
 * @param known how many of them, after the vocabulary, are phrases that any encoder knows; the rest
 *   is nonsense. Between the two lies the floor.
 */
export function termVectors(vectors: readonly TextVectors[], known: number): TermVectors {
  let at = 0;
  const terms = VOCABULARY.map(({ prompts }) => {
    const own = vectors.slice(at, at + prompts.length);
    at += prompts.length;
    return {
      subject: meanOf(own.map(({ subject }) => subject)),
      style: meanOf(own.map(({ style }) => style)),
    };
  });
  const prompts = vectors.slice(0, at).map(({ subject }) => subject);
  const scores = vectors.slice(at).map(({ subject }) => sureness(subject, prompts));
  return { terms, prompts, floor: floorBetween(scores.slice(0, known), scores.slice(known)) };
}

const NEAREST = 3;

/**
 * How well an encoder knows words: how far the three nearest of the vocabulary's prompts stand out
 * from all of them, in standard deviations. Words it knows are near a few terms and far from most;
 * nonsense and unknown languages are equally far from all (docs/adr/0015).
 *
 * Near to the *gallery* says nothing of the kind: nonsense is as near to some picture as English is.
 */
export function sureness(subject: UnitVector, prompts: readonly UnitVector[]): number {
  const nearest = [-1, -1, -1];
  let sum = 0;
  let squares = 0;
  for (const prompt of prompts) {
    const likeness = dot(subject, prompt);
    sum += likeness;
    squares += likeness * likeness;
    const lowest = nearest[NEAREST - 1] ?? -1;
    if (likeness > lowest) {
      nearest[NEAREST - 1] = likeness;
      nearest.sort((a, b) => b - a);
    }
  }
  const mean = sum / prompts.length;
  const deviation = Math.sqrt(Math.max(0, squares / prompts.length - mean * mean));
  const top = nearest.reduce((total, value) => total + value, 0) / NEAREST;
  return deviation < 1e-6 ? 0 : (top - mean) / deviation;
}

/** The value that parts high scores from low ones with the fewest mistakes of both kinds. */
function floorBetween(high: readonly number[], low: readonly number[]): number {
  const cuts = [...high, ...low].sort((a, b) => a - b);
  let best = 0;
  let floor = Number.NEGATIVE_INFINITY;
  cuts.forEach((cut, i) => {
    const middle = ((cuts[i - 1] ?? cut) + cut) / 2;
    const right = share(high, (score) => score >= middle) + share(low, (score) => score < middle);
    if (right > best) {
      best = right;
      floor = middle;
    }
  });
  return floor;
}

function share(scores: readonly number[], is: (score: number) => boolean): number {
  return scores.length === 0 ? 0 : scores.filter(is).length / scores.length;
}

function meanOf(vectors: readonly UnitVector[]): UnitVector {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0);
  }
  return normalize(sum);
}
