import type { ImageId } from "@/lib/energy/image-id";
import {
  type FeedSummary,
  feedsResponse,
  type TileDetails,
  tilesResponse,
  type WallResponse,
  wallResponse,
} from "@/lib/search/contract";
import { requestJson } from "./request";

/** Which wall is asked for: a trail's, or the opening wall of a day. */
export type WallAsked = { readonly trail: string } | { readonly day: string };

/** The wall as the server answers it. @throws {RequestFailure}; what `signal` aborts with. */
export async function fetchWall(asked: WallAsked, signal?: AbortSignal): Promise<WallResponse> {
  return wallResponse.parse(
    await requestJson(`/api/wall?${new URLSearchParams({ ...asked })}`, { signal: signal ?? null }),
  );
}

/** Details of at most 120 tiles; those that are not in the gallery are left out. */
export async function fetchTiles(ids: readonly ImageId[]): Promise<TileDetails[]> {
  return tilesResponse.parse(await requestJson(`/api/tiles?ids=${ids.join(",")}`)).tiles;
}

/** The mood feeds of this gallery. */
export async function fetchFeeds(signal?: AbortSignal): Promise<FeedSummary[]> {
  return feedsResponse.parse(await requestJson("/api/feeds", { signal: signal ?? null })).feeds;
}
