import { describeQuery, imagesOn } from "@/components/trail/describe-query";
import type { ImageId } from "@/lib/energy/image-id";
import type { ThumbnailWidth } from "@/lib/gallery/thumbnails";
import type { PreviewCard, Stop } from "@/lib/preview/card";
import type { Runtime } from "@/lib/runtime";
import { aboutTrailIfKnown } from "@/lib/search/about";
import type { TileDetails } from "@/lib/search/contract";
import type { SearchDeps } from "@/lib/search/search-deps";
import { readTiles } from "@/lib/search/wall-of";
import { spaced } from "@/lib/spaced";
import { PREVIEW_STOPS } from "@/lib/trail/preview-trail";
import type { Trail } from "@/lib/trail/trail";
import { pathTo } from "@/lib/trail/tree";

interface ComposedCard extends PreviewCard {
  /** Whether its words could be had; one without is not to be kept: soon there may be some. */
  readonly isWhole: boolean;
}

type CardDeps = SearchDeps & Pick<Runtime, "thumbnails">;

/**
 * Gathers what a trail's preview shows: pictures along its path, its colours, words back.
 *
 * @param hopCount of the whole path, of which the trail may be a part.
 * @throws what the store throws.
 */
export async function composeCard(
  trail: Trail,
  hopCount: number,
  runtime: CardDeps,
): Promise<ComposedCard> {
  // Until the vocabulary is there, nothing can be said in its words; without a text tower it never will be.
  const hasTerms = runtime.terms.now() !== undefined || !runtime.embedder.model.hasText;
  const path = spaced(pathTo(trail), PREVIEW_STOPS);
  const [tiles, about] = await Promise.all([
    readTiles(imagesOn(trail, path), runtime),
    aboutTrailIfKnown(trail, runtime),
  ]);
  const details = (id: ImageId) => tiles.find((tile) => tile.id === id);
  const stops = await Promise.all(
    path.map((index) => {
      const width = index === trail.tip ? 640 : 320;
      return stopOf(trail, index, details, (id) => readPicture(id, width, runtime));
    }),
  );
  const { terms = [], colours = [], light = "" } = about?.trail ?? about?.query ?? {};
  const title = titleOf(trail, details);
  const isWhole = hasTerms && about !== undefined;
  return { stops, hopCount, title, terms, colours, light, isWhole };
}

/** The tip's title; none where the tip is words, which stand large beside it. */
function titleOf(trail: Trail, details: (id: ImageId) => TileDetails | undefined): string {
  const tip = trail.hops[trail.tip];
  if (!tip) return "";
  const { title, picture } = describeQuery(trail, tip, details);
  return picture || tip.name ? title : "";
}

/** @param read gives a thumbnail, where there is one. */
async function stopOf(
  trail: Trail,
  index: number,
  details: (id: ImageId) => TileDetails | undefined,
  read: (id: ImageId) => Promise<Buffer | undefined>,
): Promise<Stop> {
  const hop = trail.hops[index];
  if (!hop) return { kind: "missing" };
  const { picture, words, title } = describeQuery(trail, hop, details);
  if (!picture) return { kind: "words", text: words.join(", ") || title };
  if (picture.kind === "guest") return { kind: "blur", thumbhash: picture.thumbhash, ratio: 1 };
  const tile = details(picture.id);
  if (!tile) return { kind: "missing" };
  const ratio = tile.width / tile.height;
  // Whoever sees a preview was not asked: what not everyone wants to see stays a blur.
  const webp = tile.details.mature ? undefined : await read(picture.id);
  return webp
    ? { kind: "picture", webp, ratio }
    : { kind: "blur", thumbhash: Buffer.from(tile.thumbhash, "base64"), ratio };
}

async function readPicture(
  id: ImageId,
  width: ThumbnailWidth,
  { thumbnails }: CardDeps,
): Promise<Buffer | undefined> {
  try {
    return await thumbnails.read(id, width);
  } catch {
    // Its file is gone or unreadable; its blur is in the store.
    return undefined;
  }
}
