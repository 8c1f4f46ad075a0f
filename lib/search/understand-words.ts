import type { UnitVector } from "@/lib/energy/unit-vector";
import { AppError } from "@/lib/errors";
import { cleanWords } from "@/lib/words/clean-words";
import { type NearTerms, nearestTerms } from "@/lib/words/nearest-terms";
import { readWords } from "@/lib/words/read-words";
import { sureness } from "@/lib/words/term-vectors";
import type { SearchDeps } from "./search-deps";
import { lookingLike, wordsEnergy } from "./words-energy";

/** What words came to, for the person who wrote them. */
export interface UnderstoodWords {
  /** What was read: cleaned, at most 300 characters. */
  readonly text: string;
  /** 64 values; absent when the words name no colour. */
  readonly palette?: UnitVector;
  /** 64 values; absent when the words name no light. */
  readonly light?: UnitVector;
  /** The end of the text that the encoder did not read. */
  readonly cut?: string;
  /** Whether the encoder does not know these words: nonsense, or a language that is not its own. */
  readonly isUnsure: boolean;
  /** The terms that the words are nearest to; nothing without a text tower or for colours alone. */
  readonly nearest?: NearTerms;
}

/**
 * Reads words as a query would, and says what was made of them.
 *
 * @throws {AppError} `invalid_request` for more than 300 characters, none, or words that only a text
 *   tower could read where there is none; what `Embedder.embedText` throws.
 */
export async function understandWords(
  text: string,
  deps: SearchDeps,
  signal?: AbortSignal,
): Promise<UnderstoodWords> {
  const clean = cleanWords(text);
  const { palette, light, isOnlyLook } = readWords(clean);
  const look = { ...(palette ? { palette } : {}), ...(light ? { light } : {}) };
  const [vectors, { common }] = await Promise.all([deps.terms.get(), deps.calibrator.get()]);
  if (isOnlyLook) return { text: clean, ...look, isUnsure: false };
  if (!vectors) {
    if (!palette && !light) throw noTextTower();
    return { text: clean, ...look, isUnsure: true };
  }
  const embedding = await deps.embedder.embedText(clean, signal);
  const cut = clean.slice(embedding.usedChars).trim();
  const { layout } = deps.store.schema;
  return {
    text: clean,
    ...look,
    ...(cut ? { cut } : {}),
    isUnsure: sureness(embedding.subject, vectors.prompts) < vectors.floor,
    nearest: nearestTerms(lookingLike(clean, embedding, layout), layout, vectors, { common }),
  };
}

/**
 * Words as an ingredient's energy. A model without a text tower still reads colours and light.
 *
 * @throws {AppError} as {@link understandWords}.
 */
export async function embedWords(
  text: string,
  { store, embedder }: Pick<SearchDeps, "store" | "embedder">,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const clean = cleanWords(text);
  const { palette, light, isOnlyLook } = readWords(clean);
  const { hasText } = embedder.model;
  if (!hasText && !palette && !light) throw noTextTower();
  const embedding = hasText && !isOnlyLook ? await embedder.embedText(clean, signal) : undefined;
  return wordsEnergy(clean, embedding, store.schema.layout);
}

function noTextTower(): AppError {
  return new AppError(
    "invalid_request",
    "Expected colours or words of light: this model has no text tower to read other words with. Use images.",
  );
}
