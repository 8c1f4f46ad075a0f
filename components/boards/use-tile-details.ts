import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import type { BoardItem } from "@/lib/board/board";
import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import { decodeTrail } from "@/lib/trail/decode";
import { fetchTiles } from "../explorer/fetch-wall";
import { imagesOn } from "../trail/describe-query";
import { TileDetailsCache } from "../wall/tile-details-cache";

/** Details of all images that items are shown by, asked for as the items come. */
export function useTileDetails(
  items: readonly BoardItem[],
): (id: ImageId) => TileDetails | undefined {
  const [cache] = useState(() => new TileDetailsCache(fetchTiles));
  const version = useSyncExternalStore(cache.subscribe, cache.getVersion, () => 0);
  useEffect(() => {
    const ids = items.flatMap(imagesOf);
    // The first ones last: the latest asked come first.
    if (ids.length > 0) cache.want(ids.reverse());
  }, [cache, items]);
  // Another function with each answer, so that what is made of it is made anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  return useCallback((id: ImageId) => cache.get(id), [cache, version]);
}

/** Images of the gallery that an item is shown by. */
function imagesOf(item: BoardItem): ImageId[] {
  if (item.kind === "image") return [item.id];
  const { trail } = decodeTrail(item.code);
  return imagesOn(trail, [trail.tip]);
}
