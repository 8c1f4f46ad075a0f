import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Board, itemKey } from "@/lib/board/board";
import type { FeedSummary } from "@/lib/search/contract";
import { fetchBoardFeed, fetchTiles } from "../explorer/fetch-wall";
import { WITHOUT_NETWORK_GUESSES } from "../explorer/wall-query";
import { useBoards } from "./board-store";
import { feedRequestOf } from "./feed-request";

/** Pictures that a board is shown by, as the moods of the gallery are. */
const SHOWN_TILES = 4;

/** The boards that are shown on the opening wall, once each has something to show. */
export function useOwnFeeds(): readonly FeedSummary[] {
  const { boards } = useBoards();
  const pinned = useMemo(
    () => boards.filter(({ isFeed, items }) => isFeed && items.length > 0).reverse(),
    [boards],
  );
  const feeds = useQueries({
    queries: pinned.map((board) => ({
      queryKey: ["board-feed", board.name, ...board.items.map(itemKey)],
      queryFn: () => summarise(board),
      staleTime: Number.POSITIVE_INFINITY,
      // One that cannot be had (all of it gone from the gallery) is said where the board is.
      ...WITHOUT_NETWORK_GUESSES,
    })),
  });
  return feeds.flatMap(({ data }) => data ?? []);
}

async function summarise(board: Board): Promise<FeedSummary> {
  const asked = feedRequestOf(board);
  const [{ trail }, tiles] = await Promise.all([
    fetchBoardFeed(asked),
    asked.images.length > 0 ? fetchTiles(asked.images.slice(0, SHOWN_TILES)) : [],
  ]);
  return { id: `board ${board.id}`, name: board.name, trail, tiles };
}
