import { useCallback, useEffect, useState } from "react";
import { decodeTrail } from "@/lib/trail/decode";
import { goesOnFrom } from "@/lib/trail/fork";
import { caughtAt } from "@/lib/trail/replay";
import type { Trail } from "@/lib/trail/trail";
import { linkFor, withTip } from "@/lib/trail/tree";
import { asksToPlay, codeOf, newKey, type Place, writePlaying } from "./use-navigation";

/** A page that shows its trail by itself. */
export interface Stage {
  readonly isPlaying: boolean;
  /** What is on screen: the history entry's own page, or what is played on it. */
  readonly place: Place;
  readonly play: () => void;
  /** Shows a trail on this history entry, which stays what it is: Back leads away from all of it. */
  readonly show: (code: string) => void;
  /** Back to the entry's own page. */
  readonly leave: () => void;
  /** A link of what is played, in the whole trail: it is caught where it is clicked. */
  readonly caught: (href: string) => string;
}

interface Played {
  /** The history entry that it is played on: where another is come to, it is over. */
  readonly on: string;
  readonly place?: Place;
}

/**
 * Plays a trail on its page, without a history entry for each hop. It begins where the address ends
 * in #play.
 *
 * @param trail of the entry; `undefined` on the opening wall.
 */
export function useStage(entry: Place, trail: Trail | undefined): Stage {
  const [played, setPlayed] = useState<Played>();
  const { key } = entry;
  const current = played?.on === key ? played : undefined;

  useEffect(() => {
    if (key && asksToPlay()) setPlayed({ on: key });
  }, [key]);

  const play = useCallback(() => {
    writePlaying(true);
    setPlayed({ on: key });
  }, [key]);
  const show = useCallback(
    (code: string) =>
      setPlayed((before) =>
        before?.on === key ? { on: key, place: { code, key: newKey(), arrival: "new" } } : before,
      ),
    [key],
  );
  const leave = useCallback(() => {
    writePlaying(false);
    setPlayed(undefined);
  }, []);

  const shown = current?.place?.code;
  const caught = useCallback(
    (href: string) => {
      const code = codeOf(href);
      if (!trail || shown === undefined || code === undefined) return href;
      const then = decodeTrail(shown).trail;
      const clicked = decodeTrail(code).trail;
      if (!goesOnFrom(then, clicked)) return href;
      // Another hop of the trail as it was then is the same one in the whole of it.
      if (clicked.hops.length <= then.hops.length) return linkFor(withTip(trail, clicked.tip));
      return caughtAt(trail, then.tip, clicked, href);
    },
    [trail, shown],
  );

  return {
    isPlaying: current !== undefined && trail !== undefined,
    place: current?.place ?? entry,
    play,
    show,
    leave,
    caught,
  };
}
