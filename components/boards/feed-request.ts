import type { BoardContents } from "@/lib/board/board";
import { hopItem } from "@/lib/board/saved-item";
import { type BoardFeedRequest, MAX_FEED_HOPS, MAX_FEED_IMAGES } from "@/lib/search/contract";
import { decodeTrail } from "@/lib/trail/decode";

/** What a feed from a board is asked with: of a trail only what is looked at. */
export function feedRequestOf({ items }: BoardContents): BoardFeedRequest {
  const images = items.flatMap((item) => (item.kind === "image" ? [item.id] : []));
  const hops = items.flatMap((item) => {
    if (item.kind === "image") return [];
    const hop = item.kind === "hop" ? item : hopItem(decodeTrail(item.code).trail);
    return hop.kind === "image" ? [] : [hop.code];
  });
  return { images: images.slice(0, MAX_FEED_IMAGES), hops: hops.slice(0, MAX_FEED_HOPS) };
}
