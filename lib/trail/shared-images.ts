import type { ImageId } from "@/lib/energy/image-id";
import type { Trail } from "./trail";

/** An image or guest that two trails ask with, and the first hop of each that does. */
export interface SharedImage {
  readonly id: ImageId;
  readonly hopA: number;
  readonly hopB: number;
}

/**
 * Images that both trails ask with, in the order of the first. A guest and an image of the gallery
 * have one id where they are one file, so a picture meets itself whichever way it was brought.
 */
export function sharedImages(a: Trail, b: Trail): SharedImage[] {
  const inB = pulledImages(b);
  return [...pulledImages(a)].flatMap(([id, hopA]) => {
    const hopB = inB.get(id);
    return hopB === undefined ? [] : [{ id, hopA, hopB }];
  });
}

/** What a trail asks for more of, and the first hop that does; words and pushes are left out. */
export function pulledImages({ hops }: Trail): Map<ImageId, number> {
  const first = new Map<ImageId, number>();
  hops.forEach(({ recipe }, hop) => {
    for (const { source, weight } of recipe.ingredients) {
      if (source.kind !== "words" && weight > 0 && !first.has(source.id)) first.set(source.id, hop);
    }
  });
  return first;
}
