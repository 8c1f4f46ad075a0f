import type { ImageId } from "@/lib/energy/image-id";
import {
  type AboutResponse,
  aboutResponse,
  type BoardFeed,
  type BoardFeedRequest,
  type BridgeResponse,
  boardFeedResponse,
  bridgeResponse,
  elsewhereResponse,
  type Facets,
  type FeedSummary,
  facets,
  feedsResponse,
  type TileDetails,
  type TwinColumn,
  tilesResponse,
  type WallResponse,
  type WhyResponse,
  wallResponse,
  whyResponse,
} from "@/lib/search/contract";
import { requestJson } from "./request";

/** Which wall is asked for: a trail's, or the opening wall of a day. */
export type WallAsked =
  | { readonly trail: string; readonly column?: TwinColumn }
  | { readonly day: string };

/** The wall as the server answers it. @throws {RequestFailure}; what `signal` aborts with. */
export async function fetchWall(asked: WallAsked, signal?: AbortSignal): Promise<WallResponse> {
  return wallResponse.parse(
    await requestJson(`/api/wall?${new URLSearchParams({ ...asked })}`, { signal: signal ?? null }),
  );
}

/** What the gallery can be filtered by. */
export async function fetchFacets(signal?: AbortSignal): Promise<Facets> {
  return facets.parse(await requestJson("/api/facets", { signal: signal ?? null }));
}

/** An image unlike everything on a trail. @throws {RequestFailure}. */
export async function fetchElsewhere(trail: string): Promise<ImageId> {
  const answer = await requestJson(`/api/elsewhere?${new URLSearchParams({ trail })}`);
  return elsewhereResponse.parse(answer).id;
}

/** A way of small steps between a trail's two hops. @throws {RequestFailure}. */
export async function fetchBridge(
  trail: string,
  isReal: boolean,
  signal?: AbortSignal,
): Promise<BridgeResponse> {
  const asked = new URLSearchParams({ trail, real: isReal ? "1" : "0" });
  return bridgeResponse.parse(
    await requestJson(`/api/bridge?${asked}`, { signal: signal ?? null }),
  );
}

/** What a trail is about, in words. */
export async function fetchAbout(trail: string, signal?: AbortSignal): Promise<AboutResponse> {
  const asked = new URLSearchParams({ trail });
  return aboutResponse.parse(await requestJson(`/api/about?${asked}`, { signal: signal ?? null }));
}

/** Why a tile is on a trail's wall. */
export async function fetchWhy(
  trail: string,
  id: ImageId,
  signal?: AbortSignal,
): Promise<WhyResponse> {
  const asked = new URLSearchParams({ trail, id });
  return whyResponse.parse(await requestJson(`/api/why?${asked}`, { signal: signal ?? null }));
}

/** Details of at most 120 tiles; those that are not in the gallery are left out. */
export async function fetchTiles(ids: readonly ImageId[]): Promise<TileDetails[]> {
  return tilesResponse.parse(await requestJson(`/api/tiles?ids=${ids.join(",")}`)).tiles;
}

/** A feed from the things on a board; the server keeps nothing of them. @throws {RequestFailure}. */
export async function fetchBoardFeed(
  asked: BoardFeedRequest,
  signal?: AbortSignal,
): Promise<BoardFeed> {
  const answer = await requestJson("/api/board-feed", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(asked),
    signal: signal ?? null,
  });
  return boardFeedResponse.parse(answer);
}

/** The mood feeds of this gallery. */
export async function fetchFeeds(signal?: AbortSignal): Promise<FeedSummary[]> {
  return feedsResponse.parse(await requestJson("/api/feeds", { signal: signal ?? null })).feeds;
}
