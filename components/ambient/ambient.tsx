"use client";

import { useMemo, useRef } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { PACES_MS, type PaceMs } from "@/lib/trail/stroll";
import { Modal } from "../dialog/modal";
import { createWallLinks } from "../explorer/wall-links";
import { describeQuery } from "../trail/describe-query";
import { QueryFigure } from "../trail/query-figure";
import type { TrailPanelProps } from "../trail/trail-panel";
import { openWall } from "../wall/opened-wall";
import { bylineOf, nameOf, titleOf } from "../wall/tile-name";
import { AmbientWall } from "./ambient-wall";
import { useFullScreen, useIdle, useWakeLock } from "./use-screen";
import { type Scene, useStroll } from "./use-stroll";

const PACE_NAMES: Readonly<Record<PaceMs, string>> = {
  12000: "Brisk",
  24000: "Calm",
  60000: "Very slow",
};

/** A second screen: the wall walks by itself around what is looked at, and can be caught anywhere. */
export function Ambient({ trail, details, showsMature, onOpen, onClose }: TrailPanelProps) {
  const screen = useRef<HTMLDivElement>(null);
  const { scene, change } = useStroll(trail, showsMature, screen);
  const { stroll, wall, tile, next, trouble } = scene;
  const isIdle = useIdle(screen);
  const { isFull, toggle } = useFullScreen(screen, onClose);
  useWakeLock();
  const tiles = useMemo(
    () => (wall?.first ?? []).filter((one) => showsMature || !one.details.mature),
    [wall, showsMature],
  );

  /** The picture as one hop of the trail that was looked at, as a click on its wall would make it. */
  const catchImage = (id: ImageId) => {
    if (!wall) return;
    onClose();
    onOpen(createWallLinks(trail, openWall(wall)).linkTo(id));
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const isOnControl = event.target instanceof Element && event.target.closest("button, select");
    if (isOnControl || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    if (tile) catchImage(tile.id);
  };
  return (
    <Modal
      label="The wall walks by itself"
      onClose={onClose}
      onKeyDown={onKeyDown}
      className="m-0 h-dvh max-h-none w-screen max-w-none bg-black p-0 text-white"
    >
      <div
        ref={screen}
        tabIndex={-1}
        data-first-focus
        data-idle={isIdle || undefined}
        className="ambient"
      >
        <Query scene={scene} trail={trail} details={details} showsMature={showsMature} />
        <AmbientWall
          key={stroll.now ?? "theme"}
          tiles={tiles}
          next={next}
          paceMs={stroll.paceMs}
          isPaused={stroll.isPaused}
          onCatch={catchImage}
        />
        <div className="ambient-controls">
          <button
            type="button"
            className="pill"
            onClick={() => change({ isPaused: !stroll.isPaused })}
          >
            {stroll.isPaused ? "Go on" : "Pause"}
          </button>
          <select
            aria-label="Pace"
            value={stroll.paceMs}
            onChange={(event) => change({ paceMs: Number(event.currentTarget.value) as PaceMs })}
            className="pill appearance-none bg-transparent"
          >
            {PACES_MS.map((pace) => (
              <option key={pace} value={pace} className="bg-black">
                {PACE_NAMES[pace]}
              </option>
            ))}
          </select>
          {toggle && (
            <button type="button" className="pill max-sm:hidden" onClick={toggle}>
              {isFull ? "Leave full screen" : "Full screen"}
            </button>
          )}
          {tile && (
            <button type="button" className="pill" onClick={() => catchImage(tile.id)}>
              Catch this one
            </button>
          )}
          <button type="button" className="pill" onClick={onClose}>
            Leave
          </button>
        </div>
        {trouble && (
          <p role="status" className="ambient-trouble">
            {trouble}
          </p>
        )}
      </div>
    </Modal>
  );
}

type QueryProps = Pick<TrailPanelProps, "trail" | "details" | "showsMature"> & {
  readonly scene: Scene;
};

/** What the wall answers to, large, with who made it. */
function Query({ scene: { tile }, trail, details, showsMature }: QueryProps) {
  const hop = trail.hops[trail.tip];
  if (tile) {
    return (
      <figure className="ambient-query">
        {/* biome-ignore lint/performance/noImgElement: drawn by our own server at this size. */}
        <img
          key={tile.id}
          data-travel="query"
          src={`/api/images/${tile.id}/large`}
          alt={nameOf(tile)}
          width={tile.width}
          height={tile.height}
          className="ambient-picture"
          style={{ aspectRatio: `${tile.width} / ${tile.height}` }}
        />
        <Caption title={titleOf(tile)} byline={bylineOf(tile)} />
      </figure>
    );
  }
  if (!hop) return null;
  const query = describeQuery(trail, hop, details);
  const { picture } = query;
  const known = picture?.kind === "image" ? details(picture.id) : undefined;
  return (
    <figure className="ambient-query">
      <div
        data-travel="query"
        className="ambient-picture"
        style={{ aspectRatio: known ? `${known.width} / ${known.height}` : "1" }}
      >
        <QueryFigure query={query} details={known} showsMature={showsMature} thumb={640} alt="" />
      </div>
      <Caption title={query.title} byline={bylineOf(known)} />
    </figure>
  );
}

function Caption({ title, byline }: { readonly title: string; readonly byline: string }) {
  return (
    <figcaption aria-live="polite" className="w-full truncate text-center text-white/70 text-xs">
      <span className="font-serif text-sm text-white/90 italic">{title}</span>
      {byline && <span> · {byline}</span>}
    </figcaption>
  );
}
