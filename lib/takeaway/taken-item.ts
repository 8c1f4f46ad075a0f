import type { ImageId } from "@/lib/energy/image-id";
import type { Trail } from "@/lib/trail/trail";

/** One thing of a list that somebody takes with them: of a trail, or of a board. */
export type TakenItem =
  | { readonly kind: "image"; readonly id: ImageId }
  | {
      readonly kind: "guest";
      readonly id: ImageId;
      readonly thumbhash: Uint8Array;
      /** int8 energy, as `Guest.vector`. */
      readonly vector: Int8Array;
    }
  | { readonly kind: "words"; readonly text: string };

/**
 * What a trail asks with, each thing once, in the order in which it came. What it stays away from
 * (a weight below 0) is not shown, and so not taken.
 */
export function itemsOfTrail({ hops, guests }: Trail): TakenItem[] {
  const items = new Map<string, TakenItem>();
  for (const { recipe } of hops) {
    for (const { source, weight } of recipe.ingredients) {
      if (weight < 0) continue;
      const key = source.kind === "words" ? `words:${source.text}` : source.id;
      if (items.has(key)) continue;
      if (source.kind !== "guest") items.set(key, source);
      else {
        const guest = guests.find(({ id }) => id === source.id);
        const { thumbhash = new Uint8Array(0), vector = new Int8Array(0) } = guest ?? {};
        items.set(key, { kind: "guest", id: source.id, thumbhash, vector });
      }
    }
  }
  return [...items.values()];
}

/** How many there are, for a person: "6 pictures", "2 pictures and 1 in words". */
export function countInWords(items: readonly TakenItem[]): string {
  const words = items.filter(({ kind }) => kind === "words").length;
  const pictures = items.length - words;
  const shown = `${pictures} ${pictures === 1 ? "picture" : "pictures"}`;
  if (words === 0) return shown;
  return pictures === 0 ? `${words} in words` : `${shown} and ${words} in words`;
}
