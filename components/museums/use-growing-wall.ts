import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { unpackTiles } from "@/lib/search/packed-tiles";
import { fetchTiles, fetchWall } from "../explorer/fetch-wall";
import { feedsQuery, wallQuery } from "../explorer/wall-query";
import { grownWall } from "./grown-wall";

/** Between two looks, in ms: long enough to see what has come. */
const GROW_MS = 4_000;
/** A screen full and more. */
const FIRST_TILES = 60;

/**
 * Lets the opening wall grow while images come. It holds still while somebody is further down or
 * stands on a tile with the keyboard.
 *
 * @param added images that have come so far.
 * @returns what shows at once what has come.
 */
export function useGrowingWall(day: string, isGrowing: boolean, added: number): () => void {
  const client = useQueryClient();
  const now = useRef({ added, shown: added });
  useEffect(() => {
    now.current.added = added;
  }, [added]);
  const grow = useCallback(async () => {
    const seen = now.current.added;
    if (seen === now.current.shown) return;
    const { queryKey } = wallQuery({ code: undefined, day });
    const before = client.getQueryData(queryKey);
    if (!before) return;
    const grown = grownWall(before.response, await fetchWall({ day }));
    // Nothing empty is hung: what stands in front comes with its blur and its name.
    const ids = unpackTiles(grown.tiles).slice(0, FIRST_TILES);
    const first = await fetchTiles(ids.map(({ id }) => id));
    now.current.shown = seen;
    client.setQueryData(queryKey, { ...before, response: { ...grown, first } });
  }, [client, day]);
  useEffect(() => {
    // A look that fails is followed by another.
    const look = () => void (isWatched() || grow().catch(() => {}));
    if (!isGrowing) {
      // The last that came. Not when the timer is cleared: they are not counted yet by then.
      look();
      return;
    }
    const timer = window.setInterval(look, GROW_MS);
    return () => {
      window.clearInterval(timer);
      void client.invalidateQueries({ queryKey: feedsQuery().queryKey });
    };
  }, [client, isGrowing, grow]);
  return useCallback(() => {
    window.scrollTo(0, 0);
    grow().catch(() => window.location.reload());
  }, [grow]);
}

/** Whether what is on screen should stay where it is. */
function isWatched(): boolean {
  const isDeep = window.scrollY > window.innerHeight / 2;
  return isDeep || document.getElementById("wall")?.contains(document.activeElement) === true;
}
