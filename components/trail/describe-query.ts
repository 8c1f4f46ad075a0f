import type { ImageId } from "@/lib/energy/image-id";
import type { Ingredient, IngredientSource } from "@/lib/energy/recipe";
import type { TileDetails } from "@/lib/search/contract";
import type { Hop, Trail } from "@/lib/trail/trail";
import { titleOf } from "../wall/tile-name";

/** A hop as its page's header and the path show it. */
export interface QueryDescription {
  /** In words: "The Sea", "“a wild animal”", "A picture from outside". */
  readonly title: string;
  /** What it is shown by; `undefined` where the hop is words alone. */
  readonly picture: QueryPicture | undefined;
  /** Its words, where there are any. */
  readonly words: readonly string[];
}

/** The picture of a hop. */
export type QueryPicture =
  | { readonly kind: "image"; readonly id: ImageId }
  | { readonly kind: "guest"; readonly id: ImageId; readonly thumbhash: Uint8Array };

/** Describes a hop. @param details what is known of images of the gallery by now. */
export function describeQuery(
  trail: Trail,
  hop: Hop,
  details: (id: ImageId) => TileDetails | undefined,
): QueryDescription {
  const { ingredients } = hop.recipe;
  const pulls = ingredients.filter(({ weight }) => weight > 0);
  const parts = [...new Set(pulls.map(({ source }) => nameOfSource(source, details)))];
  const shown = pulls.find(({ source }) => source.kind !== "words")?.source;
  return {
    title:
      hop.name ??
      (parts.join(hop.recipe.isApart ? " or " : " + ") || nameWithoutPulls(ingredients)),
    picture: shown && pictureOf(shown, trail),
    words: ingredients.flatMap(({ source }) => (source.kind === "words" ? [source.text] : [])),
  };
}

function nameWithoutPulls({ length }: readonly Ingredient[]): string {
  return length > 0 ? "Something to stay away from" : "A query that cannot be read";
}

/** Describes one ingredient of a hop. @param details as for {@link describeQuery}. */
export function describeIngredient(
  trail: Trail,
  { source }: Ingredient,
  details: (id: ImageId) => TileDetails | undefined,
): QueryDescription {
  return {
    title: nameOfSource(source, details),
    picture: pictureOf(source, trail),
    words: source.kind === "words" ? [source.text] : [],
  };
}

function nameOfSource(
  source: IngredientSource,
  details: (id: ImageId) => TileDetails | undefined,
): string {
  if (source.kind === "words") return `“${source.text}”`;
  if (source.kind === "guest") return "A picture from outside";
  return titleOf(details(source.id));
}

function pictureOf(source: IngredientSource, trail: Trail): QueryPicture | undefined {
  if (source.kind === "words") return undefined;
  if (source.kind === "image") return { kind: "image", id: source.id };
  const guest = trail.guests.find(({ id }) => id === source.id);
  return { kind: "guest", id: source.id, thumbhash: guest?.thumbhash ?? new Uint8Array(0) };
}

/** Images of the gallery that the path to a hop is shown by: their details are needed. */
export function imagesOn(trail: Trail, path: readonly number[]): ImageId[] {
  return path.flatMap((index) =>
    (trail.hops[index]?.recipe.ingredients ?? []).flatMap(({ source }) =>
      source.kind === "image" ? [source.id] : [],
    ),
  );
}
