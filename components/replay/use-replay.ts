import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type Frame, framesOf, type ReplayOrder } from "@/lib/trail/replay";
import type { Trail } from "@/lib/trail/trail";
import { travel, wantsStillness } from "../explorer/travel";
import type { Stage } from "../explorer/use-stage";
import type { ShownWall } from "../explorer/use-wall-page";
import { wallQuery } from "../explorer/wall-query";
import { scrollToTile, tileElement, tileOf } from "./find-tile";
import { advance, type Player, type PlayerEvent, startPlayer } from "./player";

/** How often the player is told what time it is, in ms. */
const TICK_MS = 100;
/** A tab that was asleep does not make up for it. */
const MAX_TICK_MS = 500;

export interface ReplayOptions {
  /** The whole trail, as its link has it. */
  readonly trail: Trail;
  readonly stage: Stage;
  /** The wall on screen, and whether it is that of the stage. */
  readonly shown: ShownWall | undefined;
  readonly isHere: boolean;
  readonly hasFailed: boolean;
  /** Of the wall in px; `undefined` before the page is laid out. */
  readonly width: number | undefined;
  readonly zoom: number;
  readonly day: string;
}

interface Replay {
  readonly player: Player;
  readonly frame: Frame | undefined;
  /** The tile of the wall that is picked next, while it is pointed at; −1 for none. */
  readonly pointedAt: number;
  readonly order: ReplayOrder;
  readonly setOrder: (order: ReplayOrder) => void;
  readonly tell: (event: PlayerEvent) => void;
}

/** Plays a trail on the page: time comes from the clock, what is shown from the player. */
export function useReplay(options: ReplayOptions): Replay {
  const { trail, stage, shown, isHere, hasFailed, width, zoom, day } = options;
  const client = useQueryClient();
  const [order, setOrder] = useState<ReplayOrder>("path");
  const frames = useMemo(() => framesOf(trail, order), [trail, order]);
  const [player, tell] = useReducer(advance, frames.length, (count) =>
    startPlayer(count, !wantsStillness()),
  );
  const frame = frames[player.at];
  const next = frames[player.at + 1];
  const picked = frame?.picked;
  const { show, place } = stage;
  const isShown = frame !== undefined && isHere && place.code === frame.code;
  const now = useRef({ shown, width, zoom, frame: undefined as Frame | undefined });
  now.current = { ...now.current, shown, width, zoom };

  // Each frame in turn: the picked tile travels to the query's place where one leads to the other.
  useEffect(() => {
    if (!frame) return;
    let isLeft = false;
    const before = now.current.frame;
    const isNext = before !== undefined && frames[frames.indexOf(before) + 1] === frame;
    void client.prefetchQuery(wallQuery({ code: frame.code, day })).then(async () => {
      if (isLeft) return;
      const tile = isNext ? await pickedTile(before, now.current) : undefined;
      if (isLeft) return;
      now.current.frame = frame;
      const query = document.querySelector('[data-travel="query"]');
      travel(
        tile
          ? [
              { from: tile, name: "query" },
              { from: query, name: "previous" },
            ]
          : [],
        () => flushSync(() => show(frame.code)),
      );
    });
    return () => {
      isLeft = true;
    };
  }, [frame, frames, client, day, show]);

  useEffect(() => {
    if (isShown) tell({ type: "shown" });
    else if (hasFailed && place.code === frame?.code) tell({ type: "failed" });
  }, [isShown, hasFailed, place, frame]);

  useEffect(() => {
    if (next) void client.prefetchQuery(wallQuery({ code: next.code, day }));
  }, [client, day, next]);

  // The tile that is picked next: the wall goes to it, and all others step back.
  const isPicking = player.phase === "picking" && isShown;
  const pointedAt = isPicking && picked && shown ? tileOf(shown.wall, picked) : -1;
  useEffect(() => {
    const { shown: here } = now.current;
    if (pointedAt < 0 || !here || width === undefined) return;
    scrollToTile(here.wall, pointedAt, { width, zoom, isSmooth: !wantsStillness() });
  }, [pointedAt, width, zoom]);

  useEffect(() => {
    if (!player.isPlaying) return;
    let last = performance.now();
    const timer = window.setInterval(() => {
      const at = performance.now();
      if (!document.hidden) tell({ type: "tick", ms: Math.min(MAX_TICK_MS, at - last) });
      last = at;
    }, TICK_MS);
    return () => window.clearInterval(timer);
  }, [player.isPlaying]);

  const changeOrder = useCallback(
    (to: ReplayOrder) => {
      setOrder(to);
      now.current.frame = undefined;
      tell({ type: "load", count: framesOf(trail, to).length });
    },
    [trail],
  );
  return { player, frame, pointedAt, order, setOrder: changeOrder, tell };
}

interface OnScreen {
  readonly shown: ShownWall | undefined;
  readonly width: number | undefined;
  readonly zoom: number;
}

/** The tile that led from a frame to the next, once it is in the page; none where it is not on the wall. */
async function pickedTile(
  { picked }: Frame,
  { shown, width, zoom }: OnScreen,
): Promise<HTMLElement | undefined> {
  if (!picked || !shown || width === undefined) return undefined;
  const index = tileOf(shown.wall, picked);
  if (index < 0) return undefined;
  scrollToTile(shown.wall, index, { width, zoom, isSmooth: false });
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return tileElement(index);
}
