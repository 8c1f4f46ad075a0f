import type { PerAspect } from "@/lib/energy/aspects";
import { findInterests, MAX_INTERESTS } from "@/lib/energy/find-interests";
import type { ImageId } from "@/lib/energy/image-id";
import { seededRandom } from "@/lib/energy/prng";
import { weightsOf } from "@/lib/energy/query-vector";
import {
  DEFAULT_DIALS,
  type Ingredient,
  type IngredientSource,
  MAX_INGREDIENTS,
  recipeOf,
} from "@/lib/energy/recipe";
import { dot } from "@/lib/energy/unit-vector";
import { weighed } from "@/lib/energy/weighed";
import { AppError } from "@/lib/errors";
import { inLanes } from "@/lib/in-lanes";
import { decodeTrail } from "@/lib/trail/decode";
import { encodeTrail } from "@/lib/trail/encode";
import type { Guest, Trail } from "@/lib/trail/trail";
import { addHop, emptyTrail, guestFor, isTooLong, linkFor, tipOf } from "@/lib/trail/tree";
import type { BoardFeed, BoardFeedRequest } from "./contract";
import { READ_AT_ONCE, readIngredients } from "./ingredient-energies";
import type { SearchDeps } from "./search-deps";

/** Pictures that interests are looked for among; of more, an even choice. */
const CLUSTERED = 300;
/** Images and pairs of them that tell how far apart two pictures of this gallery are by chance. */
const CHANCE_IMAGES = 256;
const CHANCE_PAIRS = 2_048;
/**
 * Two pictures are of one interest when no more than this share of random pairs are as near. On the sample
 * gallery, 60 draws each: the ten nearest neighbours of an image are one interest in 53, two times six
 * neighbours two in 57, two images of other families two in 47. At 0.1 the first are torn apart in half of
 * the draws, at 0.5 the last are averaged in half of them.
 */
const NEAR_SHARE = 0.25;

/**
 * A feed from a board: the interests among its pictures, each asked for by the one in its middle and kept
 * apart from the others. A board of one interest is asked for by what its most central pictures have in
 * common. Words are an interest each. The same board gives the same feed.
 *
 * @throws {AppError} `invalid_request` when nothing on it can be asked with; `trail_damaged`; what store
 *   and embedder throw.
 */
export async function boardFeed(asked: BoardFeedRequest, deps: SearchDeps): Promise<BoardFeed> {
  const { galleryId, revision } = deps.store.state();
  const empty = emptyTrail(deps.store.schema.modelId, { id: galleryId, revision });
  const { trail, pictures, words } = gather(asked, empty);
  // The default dials: a board is liked for all that its pictures are.
  const weights = weightsOf(DEFAULT_DIALS, (await deps.calibrator.get()).sigma);
  const known = await knownPictures(evenly(pictures, CLUSTERED), trail, weights, deps);
  const interests = findInterests(
    known.map(({ vector }) => vector),
    await apartFrom(weights, deps),
  );
  const pictureAt = (index: number) => known[index]?.ingredient ?? [];
  const said = words.slice(0, MAX_INGREDIENTS - Math.min(interests.length, MAX_INTERESTS));
  const isOne = interests.length + said.length < 2;
  const shown = isOne
    ? (interests[0]?.members ?? []).slice(0, MAX_INGREDIENTS).flatMap(pictureAt)
    : interests.flatMap(({ medoid }) => pictureAt(medoid));
  const feed = fitting(shown, said, (ingredients) => {
    const recipe = recipeOf(ingredients);
    return addHop(trail, isOne ? recipe : { ...recipe, isApart: true });
  });
  if (!feed) {
    throw new AppError(
      "invalid_request",
      "Expected a board with something of this gallery on it but there is nothing to ask with. Save some pictures to it.",
    );
  }
  return {
    trail: encodeTrail(feed),
    interests: isOne ? 1 : tipOf(feed).recipe.ingredients.length,
  };
}

/**
 * The feed with as many of its pictures and words as a link can carry: a guest takes a tenth of it. The
 * least central pictures go first, then words; the most central picture stays while it fits at all.
 *
 * @returns nothing where there is nothing to ask with.
 */
function fitting(
  pictures: readonly Ingredient[],
  words: readonly Ingredient[],
  feedOf: (ingredients: readonly Ingredient[]) => Trail,
): Trail | undefined {
  const [first, ...others] = pictures;
  const byWorth = [...(first ? [first] : []), ...words, ...others];
  for (let count = byWorth.length; count > 0; count--) {
    const kept = new Set(byWorth.slice(0, count));
    const feed = feedOf([...pictures, ...words].filter((one) => kept.has(one)));
    if (!isTooLong(linkFor(feed))) return feed;
  }
  return undefined;
}

interface Gathered {
  /** Carries the guests; without a hop. */
  readonly trail: Trail;
  readonly pictures: readonly Ingredient[];
  readonly words: readonly Ingredient[];
}

/** All that a board asks with, each thing once: its images, and the pulls of its hops with their guests. */
function gather({ images, hops }: BoardFeedRequest, empty: Trail): Gathered {
  const guests = new Map<ImageId, Guest>();
  const pulls: Ingredient[] = images.map((id) => ({ source: { kind: "image", id }, weight: 1 }));
  for (const code of hops) {
    const from = decodeTrail(code).trail;
    const tip = from.hops[from.tip]?.recipe.ingredients ?? [];
    const pulling = tip.filter(({ weight }) => weight > 0).map(asInterest);
    const named = new Set(pulling.map(({ source }) => (source.kind === "guest" ? source.id : "")));
    for (const guest of from.guests) {
      if (named.has(guest.id)) guests.set(guest.id, guestFor(guest, from, empty));
    }
    pulls.push(...pulling);
  }
  const once = [...new Map(pulls.map((pull) => [JSON.stringify(pull), pull])).values()];
  return {
    trail: { ...empty, guests: [...guests.values()] },
    pictures: once.filter(({ source }) => source.kind !== "words"),
    words: once.filter(({ source }) => source.kind === "words"),
  };
}

/** What a hop asked with, as something that is liked whole. */
function asInterest({ source, crop }: Ingredient): Ingredient {
  return { source: source satisfies IngredientSource, weight: 1, ...(crop ? { crop } : {}) };
}

/** At most `count` of them, evenly over the list. */
function evenly<T>(all: readonly T[], count: number): readonly T[] {
  if (all.length <= count) return all;
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]).flatMap(
    (one) => one ?? [],
  );
}

interface KnownPicture {
  readonly ingredient: Ingredient;
  readonly vector: Float32Array;
}

/** Those of which the gallery or the trail has the energy. */
async function knownPictures(
  pictures: readonly Ingredient[],
  trail: Trail,
  weights: PerAspect,
  deps: SearchDeps,
): Promise<KnownPicture[]> {
  const read = await inLanes(pictures, READ_AT_ONCE, async (ingredient) => {
    const { energies } = await readIngredients([ingredient], trail, deps);
    return energies.map(({ energy }) => ({
      ingredient,
      vector: weighed(energy, weights, deps.store.schema.layout),
    }));
  });
  return read.flat();
}

/** The distance that most pairs of this gallery's images are beyond. */
async function apartFrom(weights: PerAspect, { store }: SearchDeps): Promise<number> {
  const energies = await store.energies(await store.sample(CHANCE_IMAGES));
  const vectors = energies.flatMap((energy) =>
    energy ? [weighed(energy, weights, store.schema.layout)] : [],
  );
  if (vectors.length < 2) return 1;
  const random = seededRandom("pairs");
  const pick = () => vectors[Math.floor(random() * vectors.length)];
  const distances: number[] = [];
  for (let i = 0; i < CHANCE_PAIRS; i++) {
    const [one, other] = [pick(), pick()];
    if (one && other && one !== other) distances.push(1 - dot(one, other));
  }
  distances.sort((a, b) => a - b);
  return distances[Math.floor(distances.length * NEAR_SHARE)] ?? 1;
}
