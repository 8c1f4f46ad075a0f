import { LRUCache } from "lru-cache";
import type { ImageId } from "@/lib/energy/image-id";
import { combine } from "@/lib/energy/query-vector";
import type { Recipe } from "@/lib/energy/recipe";
import { spaced } from "@/lib/spaced";
import type { Trail } from "@/lib/trail/trail";
import { pathTo, tipOf } from "@/lib/trail/tree";
import type { NearTerms } from "@/lib/words/nearest-terms";
import { shownColours } from "@/lib/words/shown-colours";
import type { Calibration } from "./calibration";
import type { AboutResponse, AboutWords, WordsRead } from "./contract";
import { describeAgainst, describeEnergy, termsWorthSaying } from "./describe-energy";
import { readIngredients } from "./ingredient-energies";
import { type Query, readQueries } from "./rank";
import type { SearchDeps } from "./search-deps";
import { understandWords } from "./understand-words";

/** Terms that stand for words the encoder is not sure of. */
const NEAREST_SAID = 4;
/** What is said of several queries together; the line of the header has no room for more. */
const MAX_TERMS_OF_ALL = 6;
const MAX_COLOURS_OF_ALL = 4;
/**
 * What a long way is told by, evenly spaced. Each different word is an inference: of hundreds the model's
 * queue would be full, and everyone else refused.
 */
const WAY_HOPS = 64;
const WAY_WORDS = 16;

/**
 * What a trail's tip and the way to it are about, and what has to be said of its words.
 *
 * @throws {AppError} `invalid_request` for a trail without hops; what store and embedder throw.
 */
export async function aboutTrail(trail: Trail, deps: SearchDeps): Promise<AboutResponse> {
  const hop = tipOf(trail);
  const [{ queries }, way, words] = await Promise.all([
    readQueries(hop.recipe, trail, deps),
    aboutWay(trail, deps),
    readWordsOf(hop.recipe, deps),
  ]);
  return {
    ...(queries.length > 0 ? { query: await aboutAll(queries, deps) } : {}),
    ...(way ? { trail: way } : {}),
    words,
  };
}

/** {@link aboutTrail} for what does without words where they cannot be had: the model is busy or away. */
export async function aboutTrailIfKnown(
  trail: Trail,
  deps: SearchDeps,
): Promise<AboutResponse | undefined> {
  try {
    return await aboutTrail(trail, deps);
  } catch {
    // A link's preview is better without words than not there.
    return undefined;
  }
}

/** Of several queries the words of each in turn: what an average would be about, none of them is. */
async function aboutAll(queries: readonly Query[], deps: SearchDeps): Promise<AboutWords> {
  const all = await Promise.all(queries.map(({ direction }) => aboutEnergy(direction, deps)));
  const [first] = all;
  if (!first || all.length === 1) return first ?? { terms: [], colours: [] };
  return {
    terms: inTurns(
      all.map(({ terms }) => terms),
      (term) => term,
    ).slice(0, MAX_TERMS_OF_ALL),
    colours: inTurns(
      all.map(({ colours }) => colours),
      ({ name }) => name,
    ).slice(0, MAX_COLOURS_OF_ALL),
  };
}

/** The first of each list, then the second of each …, without what was there before. */
function inTurns<T>(lists: readonly (readonly T[])[], nameOf: (one: T) => string): T[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  const taken = new Map<string, T>();
  for (let at = 0; at < longest; at++) {
    for (const one of lists.flatMap((list) => list[at] ?? [])) {
      if (!taken.has(nameOf(one))) taken.set(nameOf(one), one);
    }
  }
  return [...taken.values()];
}

async function aboutEnergy(energy: Float32Array, deps: SearchDeps): Promise<AboutWords> {
  const described = await describeEnergy(energy, deps);
  return {
    terms: termsWorthSaying(described),
    colours: shownColours(described.palette),
    ...(described.light ? { light: described.light } : {}),
  };
}

/** What was asked for on the way to the tip, together; nothing for a trail of one hop. */
async function aboutWay(trail: Trail, deps: SearchDeps): Promise<AboutWords | undefined> {
  const path = pathTo(trail);
  if (path.length < 2) return undefined;
  const pulls = spaced(path, WAY_HOPS).flatMap((hop) =>
    (trail.hops[hop]?.recipe.ingredients ?? []).filter(({ weight, crop }) => weight > 0 && !crop),
  );
  const words = pulls.flatMap(({ source }) => (source.kind === "words" ? [source.text] : []));
  const told = new Set(spaced([...new Set(words)], WAY_WORDS));
  const ingredients = pulls.filter(
    ({ source }) => source.kind !== "words" || told.has(source.text),
  );
  const { energies } = await readIngredients(ingredients, trail, deps);
  return aboutEnergy(combine(energies, deps.store.schema.layout), deps);
}

/** What was made of a recipe's words: only those of which something has to be said. */
async function readWordsOf(recipe: Recipe, deps: SearchDeps): Promise<WordsRead[]> {
  const read = await Promise.all(
    recipe.ingredients.map(async ({ source }) => {
      if (source.kind !== "words" || !deps.terms.now()) return [];
      const { cut, isUnsure, nearest } = await understandWords(source.text, deps);
      if (!cut && !isUnsure) return [];
      return [
        { text: source.text, isUnsure, nearest: nearestOf(nearest), ...(cut ? { cut } : {}) },
      ];
    }),
  );
  return read.flat();
}

/** By calibration, then by image: what two images have in common is not said of either. */
const titles = new WeakMap<Calibration, LRUCache<ImageId, string>>();
const MOST_TITLES = 20_000;

/**
 * A name for an image that has none, from its nearest terms; empty where nothing stands out or the
 * vocabulary is not there yet. 0.5 ms the first time.
 */
export function nameOfUntitled(
  id: ImageId,
  energy: Float32Array,
  calibration: Calibration,
  deps: Pick<SearchDeps, "store" | "terms">,
): string {
  const known = titles.get(calibration) ?? new LRUCache({ max: MOST_TITLES });
  titles.set(calibration, known);
  const before = known.get(id);
  if (before !== undefined) return before;
  if (!deps.terms.now()) return "";
  const name = termsWorthSaying(describeAgainst(calibration, energy, deps))
    .slice(0, 2)
    .join(", ");
  known.set(id, name);
  return name;
}

function nearestOf(nearest: NearTerms | undefined): string[] {
  return Object.values(nearest ?? {})
    .flat()
    .sort((a, b) => b.score - a.score)
    .slice(0, NEAREST_SAID)
    .map(({ word }) => word);
}
