"use client";

import { useEffect, useLayoutEffect, useRef } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import { hasBranches } from "@/lib/trail/replay";
import { linkFor, withTip } from "@/lib/trail/tree";
import { describeQuery } from "../trail/describe-query";
import { WALL_ID } from "../wall/place-first-tiles";
import { PlayerBar } from "./player-bar";
import { type ReplayOptions, useReplay } from "./use-replay";

interface ReplayProps extends ReplayOptions {
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly onGo: (href: string) => void;
}

/** A trail that plays as a walk on its own page, and what it is played by. */
export function Replay(props: ReplayProps) {
  const { trail, stage, details, onGo } = props;
  const { player, frame, pointedAt, order, setOrder, tell } = useReplay(props);
  const bar = useRef<HTMLElement>(null);
  const hop = frame && trail.hops[frame.hop];
  const title = hop ? describeQuery(trail, hop, details).title : "";

  /** One stays where the walk is: at the hop that is shown, in the whole trail. */
  const close = () => {
    stage.leave();
    if (frame && frame.hop !== trail.tip) onGo(linkFor(withTip(trail, frame.hop)));
    document.getElementById("query")?.focus({ preventScroll: true });
  };
  const keys = useRef<(event: KeyboardEvent) => void>(undefined);
  keys.current = (event) => {
    if (event.defaultPrevented || isElsewhere(event)) return;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowLeft") tell({ type: "step", by: -1 });
    else if (event.key === "ArrowRight") tell({ type: "step", by: 1 });
    else if (event.key === " " && !isOnControl(event.target)) tell({ type: "toggle" });
    else return;
    event.preventDefault();
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => keys.current?.(event);
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
  useLayoutEffect(() => bar.current?.querySelector<HTMLElement>("[data-first-focus]")?.focus(), []);

  return (
    <section ref={bar} aria-label="Replay of the walk" className="player-bar">
      {pointedAt >= 0 && (
        <style>{`#${WALL_ID} > .tile:not([data-tile="${pointedAt}"]) { opacity: 0.25; transition: opacity 300ms; }`}</style>
      )}
      <PlayerBar
        player={player}
        title={frame?.isReturn ? `Back at ${title}` : title}
        order={hasBranches(trail) ? order : undefined}
        onOrder={setOrder}
        tell={tell}
        onClose={close}
      />
    </section>
  );
}

/** A dialog or a menu is open over the page, or text is written: its keys are its own. */
function isElsewhere({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return true;
  if (document.querySelector("dialog[open], [popover]:popover-open")) return true;
  return target instanceof Element && target.closest("input, select, textarea") !== null;
}

function isOnControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("a, button") !== null;
}
