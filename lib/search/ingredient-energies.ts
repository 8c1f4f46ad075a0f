import type { ImageId } from "@/lib/energy/image-id";
import type { WeightedEnergy } from "@/lib/energy/query-vector";
import type { Ingredient } from "@/lib/energy/recipe";
import { inLanes } from "@/lib/in-lanes";
import { dequantiseGuest, pixelAspects } from "@/lib/trail/guest-vector";
import type { Guest, Trail } from "@/lib/trail/trail";
import type { SearchDeps } from "./search-deps";
import { embedWords } from "./understand-words";

/**
 * Ingredients that are read at once for one request. A crop holds a whole picture while it is decoded, words
 * a place in the model's queue: a trail may name hundreds of either, and others are to have their turn.
 */
export const READ_AT_ONCE = 4;

/** An ingredient with its energy. */
export interface ReadIngredient extends WeightedEnergy {
  readonly isWords: boolean;
}

/** What a recipe's ingredients turned into. */
export interface ReadIngredients {
  readonly energies: readonly ReadIngredient[];
  /** Ids that neither the gallery nor the trail has, and guests of which nothing can be read. */
  readonly missing: readonly ImageId[];
  /** Whether a guest's model aspects are left out: another model embedded it, or a preview had no room. */
  readonly hasForeignGuest: boolean;
}

/**
 * Looks up or embeds what a recipe is made of: images by id in the store (no inference), crops of
 * them through the model once, guests from the trail, words through the text tower.
 */
export async function readIngredients(
  ingredients: readonly Ingredient[],
  trail: Trail,
  { store, embedder, crops }: SearchDeps,
  signal?: AbortSignal,
): Promise<ReadIngredients> {
  const { layout, modelId } = store.schema;
  const missing: ImageId[] = [];
  let hasForeignGuest = false;

  const read = async ({ source, crop }: Ingredient): Promise<Float32Array | undefined> => {
    switch (source.kind) {
      case "image": {
        const [energy] = await store.energies([source.id]);
        if (!energy) missing.push(source.id);
        if (!energy || !crop) return energy;
        const [image] = await store.get([source.id]);
        return image && crops.energyOf(image, crop, signal);
      }
      case "guest": {
        const guest = trail.guests.find(({ id }) => id === source.id);
        const energy = guest && readGuest(guest);
        if (!energy) missing.push(source.id);
        return energy;
      }
      case "words":
        return embedWords(source.text, { store, embedder }, signal);
    }
  };

  const vectors = await inLanes(ingredients, READ_AT_ONCE, read);
  const energies = ingredients.flatMap(({ source, weight, aspects }, i) => {
    const energy = vectors[i];
    return energy ? [{ energy, weight, aspects, isWords: source.kind === "words" }] : [];
  });
  return { energies, missing, hasForeignGuest };

  function readGuest({ vector, model = trail.model }: Guest): Float32Array | undefined {
    if (model === modelId && vector.length === layout.total) return dequantiseGuest(vector, layout);
    const pixels = pixelAspects(vector);
    if (pixels.length === 0) return undefined;
    hasForeignGuest = true;
    const tail = new Int8Array(layout.total);
    tail.set(pixels, layout.total - pixels.length);
    return dequantiseGuest(tail, layout);
  }
}
