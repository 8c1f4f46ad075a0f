import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails, WallResponse } from "@/lib/search/contract";
import { encodeTrail } from "@/lib/trail/encode";
import { goTo, isDue, type Stroll, startStroll, tick } from "@/lib/trail/stroll";
import type { Trail } from "@/lib/trail/trail";
import { pause } from "../controls/pause";
import { fetchTiles } from "../explorer/fetch-wall";
import { travel } from "../explorer/travel";
import { passingWallQuery } from "../explorer/wall-query";
import { chooseStep } from "./choose-step";

/** How often the stroll is told what time it is, in ms. */
const TICK_MS = 500;
/** How long the tile that comes next is pointed at, in ms. */
const POINT_MS = 2_200;
/** After a wall that did not come it is asked for again no sooner, in ms. */
const RETRY_MS = 10_000;

/** What is on screen. */
export interface Scene {
  readonly stroll: Stroll;
  /** Undefined until the first wall is there. */
  readonly wall: WallResponse | undefined;
  /** The query's details; undefined at the theme. */
  readonly tile: TileDetails | undefined;
  /** The image that comes next, while it is pointed at. */
  readonly next: ImageId | undefined;
  /** What stands in its way, in a sentence. */
  readonly trouble: string;
}

interface Strolling {
  readonly scene: Scene;
  readonly change: (part: Partial<Pick<Stroll, "isPaused" | "paceMs">>) => void;
}

/**
 * A wall that walks by itself: its steps are the stroll's, its time the clock's. It stands still
 * while nobody can see it.
 *
 * @param within what it is shown in.
 */
export function useStroll(
  trail: Trail,
  showsMature: boolean,
  within: React.RefObject<HTMLElement | null>,
): Strolling {
  const client = useQueryClient();
  const [scene, setScene] = useState<Scene>(() => ({
    stroll: startStroll(trail),
    wall: undefined,
    tile: undefined,
    next: undefined,
    trouble: "",
  }));
  const now = useRef(scene);
  const isStepping = useRef(false);

  const show = useCallback((part: Partial<Scene>) => {
    now.current = { ...now.current, ...part };
    setScene(now.current);
  }, []);

  useEffect(() => {
    let isLeft = false;
    const wallOf = async (stroll: Stroll) =>
      (await client.fetchQuery(passingWallQuery({ code: encodeTrail(stroll.walk), day: "" })))
        .response;
    const asks = {
      wallOf,
      fetchTiles,
      isShown: ({ details }: TileDetails) => showsMature || !details.mature,
      isLeft: () => isLeft,
    };
    const step = async () => {
      const { stroll, wall } = now.current;
      const chosen = wall && (await chooseStep(stroll, wall, asks));
      if (isLeft) return;
      if (!chosen) {
        // The gallery may have more by the time another image would be due.
        show({
          stroll: { ...now.current.stroll, passedMs: 0 },
          trouble: "Nothing else is here to walk to.",
        });
        return;
      }
      const { id } = chosen.tile;
      show({ next: id });
      const next = goTo({ ...chosen.stroll, isPaused: now.current.stroll.isPaused }, id);
      const [nextWall] = await Promise.all([wallOf(next), pause(POINT_MS)]);
      if (isLeft) return;
      const tile = within.current?.querySelector(`[data-image="${id}"]`);
      const { isPaused, paceMs } = now.current.stroll;
      travel(
        [{ from: tile, name: "query" }],
        () =>
          flushSync(() =>
            show({
              stroll: { ...next, isPaused, paceMs },
              wall: nextWall,
              tile: chosen.tile,
              next: undefined,
              trouble: "",
            }),
          ),
        within.current ?? document,
      );
    };
    const safely = async (what: () => Promise<void>) => {
      if (isStepping.current) return;
      isStepping.current = true;
      try {
        await what();
      } catch (error) {
        if (isLeft) return;
        const trouble = error instanceof Error ? error.message : "The next wall did not come.";
        show({ next: undefined, trouble });
        await pause(RETRY_MS);
      } finally {
        isStepping.current = false;
      }
    };

    let last = performance.now();
    const timer = window.setInterval(() => {
      const at = performance.now();
      const { stroll, wall } = now.current;
      // A tab that nobody sees, and a machine that slept, make up for nothing.
      const ms = document.hidden ? 0 : Math.min(2 * TICK_MS, at - last);
      last = at;
      if (!wall) {
        void safely(async () => show({ wall: await wallOf(stroll), trouble: "" }));
        return;
      }
      if (isStepping.current || document.hidden) return;
      // Time alone changes nothing that is seen: no reason to render a wall twice a second.
      now.current = { ...now.current, stroll: tick(stroll, ms) };
      if (isDue(now.current.stroll) && !stroll.isPaused) void safely(step);
    }, TICK_MS);
    return () => {
      isLeft = true;
      window.clearInterval(timer);
    };
  }, [client, show, showsMature, within]);

  const change = useCallback(
    (part: Partial<Pick<Stroll, "isPaused" | "paceMs">>) =>
      show({ stroll: { ...now.current.stroll, ...part } }),
    [show],
  );
  return { scene, change };
}
