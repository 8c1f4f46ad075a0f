import type { BoardItem } from "@/lib/board/board";
import type { ImageId } from "@/lib/energy/image-id";
import { plainRecipe } from "@/lib/energy/recipe";
import type { TileDetails } from "@/lib/search/contract";
import { decodeTrail } from "@/lib/trail/decode";
import type { Trail } from "@/lib/trail/trail";
import { addHop, emptyTrail, linkFor } from "@/lib/trail/tree";
import { describeQuery, type QueryDescription } from "../trail/describe-query";
import { hopsInWords } from "../trail/hops-in-words";
import { titleOf } from "../wall/tile-name";

/** A thing on a board as it is shown. */
export interface ShownItem {
  /** What it is called, kind included: "The Sea", "Hop: “calm”", "Trail of 7 hops: The Sea". */
  readonly name: string;
  /** For a hop or a trail: which it is, in a word or two. */
  readonly kind: string;
  readonly query: QueryDescription;
  /** Where it leads: the wall of the picture, the hop or the trail. */
  readonly href: string;
  /** Width ÷ height. */
  readonly ratio: number;
}

/** A picture that is much wider or higher than others would leave a row no room. */
const MIN_RATIO = 0.55;
const MAX_RATIO = 2.2;

/**
 * @param origin what a trail from a picture is written with.
 * @param details what is known of images by now.
 */
export function describeItem(
  item: BoardItem,
  origin: Pick<Trail, "model" | "gallery">,
  details: (id: ImageId) => TileDetails | undefined,
): ShownItem {
  if (item.kind === "image") {
    const tile = details(item.id);
    const start = addHop(emptyTrail(origin.model, origin.gallery), plainRecipe(item.id));
    const title = titleOf(tile);
    return {
      name: title,
      kind: "",
      query: { title, picture: { kind: "image", id: item.id }, words: [] },
      href: linkFor(start),
      ratio: ratioOf(tile),
    };
  }
  const { trail } = decodeTrail(item.code);
  const hop = trail.hops[trail.tip];
  const query = hop
    ? describeQuery(trail, hop, details)
    : { title: "", picture: undefined, words: [] };
  const kind = item.kind === "hop" ? "Hop" : `Trail of ${hopsInWords(trail.hops.length)}`;
  const { picture } = query;
  return {
    name: `${kind}: ${item.kind === "trail" && trail.name ? trail.name : query.title}`,
    kind,
    query,
    href: `/t/${item.code}`,
    ratio: picture?.kind === "image" ? ratioOf(details(picture.id)) : 1,
  };
}

function ratioOf(tile: TileDetails | undefined): number {
  return tile ? Math.max(MIN_RATIO, Math.min(MAX_RATIO, tile.width / tile.height)) : 1;
}
