import type { BoardItem } from "@/lib/board/board";
import type { ImageId } from "@/lib/energy/image-id";
import { isAppError } from "@/lib/errors";
import { decodeTrail } from "@/lib/trail/decode";
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
export function itemsOfTrail(trail: Trail): TakenItem[] {
  return once(askedWith(trail));
}

/**
 * What a board shows, each thing once: its pictures, and what its hops and trails ask with. A code
 * that cannot be read has nothing to show.
 */
export function itemsOfBoard(items: readonly BoardItem[]): TakenItem[] {
  return once(
    items.flatMap((item) => {
      if (item.kind === "image") return [{ kind: "image" as const, id: item.id }];
      try {
        return askedWith(decodeTrail(item.code).trail);
      } catch (error) {
        if (isAppError(error)) return [];
        throw error;
      }
    }),
  );
}

function askedWith({ hops, guests }: Trail): TakenItem[] {
  return hops.flatMap(({ recipe }) =>
    recipe.ingredients.flatMap(({ source, weight }): TakenItem[] => {
      if (weight < 0) return [];
      if (source.kind !== "guest") return [source];
      const guest = guests.find(({ id }) => id === source.id);
      const { thumbhash = new Uint8Array(0), vector = new Int8Array(0) } = guest ?? {};
      return [{ kind: "guest", id: source.id, thumbhash, vector }];
    }),
  );
}

function once(items: readonly TakenItem[]): TakenItem[] {
  const kept = new Map<string, TakenItem>();
  for (const item of items) {
    const key = item.kind === "words" ? `words ${item.text}` : `${item.kind} ${item.id}`;
    if (!kept.has(key)) kept.set(key, item);
  }
  return [...kept.values()];
}

/** How many there are, for a person: "6 pictures", "2 pictures and 1 in words". */
export function countInWords(items: readonly TakenItem[]): string {
  const words = items.filter(({ kind }) => kind === "words").length;
  const pictures = items.length - words;
  const shown = `${pictures} ${pictures === 1 ? "picture" : "pictures"}`;
  if (words === 0) return shown;
  return pictures === 0 ? `${words} in words` : `${shown} and ${words} in words`;
}
