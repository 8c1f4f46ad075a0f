import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { Problem } from "@/lib/search/contract";
import { decodeTrail } from "@/lib/trail/decode";
import type { Trail } from "@/lib/trail/trail";
import { type OpenedWall, openWall } from "../wall/opened-wall";
import type { InitialPage } from "./initial-page";
import { RequestFailure } from "./request";
import type { Place } from "./use-navigation";
import { createWallLinks, type WallLinks } from "./wall-links";
import { wallQuery } from "./wall-query";

/** A wall on screen and where its tiles lead. */
export interface ShownWall {
  /** The trail whose tip it answers; `undefined` for an opening wall. */
  readonly code: string | undefined;
  readonly wall: OpenedWall;
  readonly links: WallLinks;
}

interface WallPage {
  /** The trail of the place, whether its wall is there or not. */
  readonly trail: Trail | undefined;
  /** The wall on screen: the place's own or, until that is there, the one before. */
  readonly shown: ShownWall | undefined;
  /** Whether `shown` is the place's own. */
  readonly isHere: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | undefined;
  readonly retry: () => void;
}

/**
 * The wall of a place, from memory or from the server.
 *
 * @param onward a trail as what goes on from it is written (`use-fork.ts`).
 * @param whole the place's, so written, with all branches that are known.
 */
export function useWallPage(
  place: Place,
  initial: InitialPage,
  trail: Trail | undefined,
  onward: (trail: Trail) => Trail,
  whole: Trail | undefined,
): WallPage {
  const query = useQuery(wallQuery({ code: place.code, day: initial.day }));
  // The wall before stays while the next is on its way, and when it fails to come.
  const [last, setLast] = useState(query.data);
  if (query.data && query.data !== last) setLast(query.data);
  const data = query.data ?? last;
  const opened = useMemo(() => data && openWall(data.response), [data]);
  const from = useMemo(() => {
    const of = data?.code === place.code ? undefined : readTrail(data?.code);
    return of ? onward(of) : undefined;
  }, [data, place.code, onward]);
  const shown = useMemo(() => {
    if (!data || !opened) return undefined;
    const onwards = data.code === place.code ? whole : from;
    return { code: data.code, wall: opened, links: createWallLinks(onwards, opened) };
  }, [data, opened, place.code, whole, from]);
  const isFirst = place.code === initial.code;
  return {
    trail,
    shown,
    isHere: query.data !== undefined,
    isBusy: query.isFetching,
    problem: query.isError
      ? problemFrom(query.error)
      : query.isPending && isFirst
        ? initial.problem
        : undefined,
    retry: () => void query.refetch(),
  };
}

/** The trail of a code that this app wrote, or that its server has read. */
export function readTrail(code: string | undefined): Trail | undefined {
  return code === undefined ? undefined : decodeTrail(code).trail;
}

function problemFrom(error: Error): Problem {
  if (error instanceof RequestFailure) return error.problem;
  return {
    type: "about:blank",
    title: "unexpected",
    status: 0,
    detail: "The server's answer could not be read. Is it of another version? Reload the page.",
    code: "unexpected",
  };
}
