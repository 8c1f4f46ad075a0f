import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { flushSync } from "react-dom";
import { pause } from "../controls/pause";
import { travel } from "./travel";
import { codeOf } from "./use-navigation";
import { wallQuery } from "./wall-query";

/**
 * How long a click waits for its wall before the page changes without it, in ms: most walls come
 * in less, and then tile and wall change in one motion.
 */
const PATIENCE_MS = 160;

interface Follow {
  /** Goes to a page; what was clicked travels to the query's place. */
  readonly follow: (href: string, from?: HTMLElement) => void;
  /** Asks for a wall that is about to be needed. */
  readonly aim: (href: string) => void;
}

/**
 * Links that are followed without a page load.
 *
 * @param day of the opening wall.
 * @param settle where a link leads in truth: in the whole trail while it is played (`use-stage.ts`),
 *   with where somebody else's came from (`use-fork.ts`).
 */
export function useFollow(
  go: (href: string) => void,
  day: string,
  settle: (href: string) => string,
): Follow {
  const client = useQueryClient();
  const clicks = useRef(0);

  const aim = useCallback(
    (href: string) => void client.prefetchQuery(wallQuery({ code: codeOf(href), day })),
    [client, day],
  );

  const follow = useCallback(
    (clicked: string, from?: HTMLElement) => {
      const href = settle(clicked);
      const click = ++clicks.current;
      const wall = client.prefetchQuery(wallQuery({ code: codeOf(href), day }));
      void Promise.race([wall, pause(PATIENCE_MS)]).then(() => {
        if (click !== clicks.current) return;
        const query = document.querySelector('[data-travel="query"]');
        const travellers = [
          { from: from?.closest(".tile") ?? from, name: "query" },
          { from: query, name: "previous" },
        ] as const;
        travel(from === query ? [] : travellers, () => {
          flushSync(() => go(href));
          // The heading of the page that came: the one before it is gone now.
          document.getElementById("query")?.focus({ preventScroll: true });
        });
      });
    },
    [client, day, go, settle],
  );

  return { follow, aim };
}
