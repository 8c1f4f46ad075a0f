"use client";

import {
  type MouseEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { columnsFor, gapFor } from "@/lib/layout/column-width";
import { layoutWall, shownRatio } from "@/lib/layout/masonry";
import { isPlainClick } from "../controls/is-plain-click";
import type { WallLinks } from "../explorer/wall-links";
import type { OpenedWall } from "./opened-wall";
import { FIRST_RULES_ID, WALL_ID } from "./place-first-tiles";
import { Tile } from "./tile";
import type { TileDetailsCache } from "./tile-details-cache";
import { useGlide } from "./use-glide";
import { useLongPress } from "./use-long-press";
import { useMarkSeen } from "./use-mark-seen";
import { usePictureEvents } from "./use-picture-events";
import { tileIndexOf, useWallKeys } from "./use-wall-keys";
import { useWallWindow, type WallScroll } from "./use-wall-window";
import { useZoomGestures } from "./use-zoom-gestures";
import { WallDivider } from "./wall-divider";

/** From this zoom on a tile has room for a caption and a blur. */
const CAPTION_ZOOM = 3;
/** Tiles asked for beyond those in the page, so that details are there before the tile is. */
const LOOKAHEAD_TILES = 60;

interface WallProps {
  /** Of the list; the page's first is what "Skip to the wall" goes to. */
  readonly domId?: string;
  readonly wall: OpenedWall;
  readonly links: WallLinks;
  readonly cache: TileDetailsCache;
  /** In px; `undefined` before the page is laid out. */
  readonly width: number | undefined;
  readonly zoom: number;
  readonly setZoom: (zoom: number) => void;
  readonly showsMature: boolean;
  /** Images that this browser had shown before the wall was opened. */
  readonly seen: ReadonlySet<ImageId>;
  readonly scroll: WallScroll;
  /** What screen readers call the list. */
  readonly label: string;
  /** The next wall is on its way: this one is still there, but quiet. */
  readonly isLeaving: boolean;
  /** The tile that had the focus when this wall was left, and has it again; −1 for none. */
  readonly focusFirst: number;
  /** Changes where the focus should go to a tile again: a large picture was closed over it. */
  readonly returnTo: { readonly index: number } | undefined;
  readonly onOpen: (href: string, tile: HTMLElement) => void;
  /** A tile is about to be clicked. */
  readonly onAim: (href: string) => void;
  readonly onEnlarge: (index: number) => void;
  /** Adds a picture to the query, as a pull or a push; absent where there is no query. */
  readonly onMix?: ((id: ImageId, weight: 1 | -1) => void) | undefined;
  /** Saves a picture to a board. */
  readonly onSave: (id: ImageId) => void;
  /** Shows the copies folded under a tile. */
  readonly onUnfold: (index: number) => void;
  readonly onShown: (ids: readonly ImageId[]) => void;
  readonly onActive: (id: ImageId) => void;
}

/** The masonry: every tile has its place before a byte of image, and only those near the screen are in the page. */
export function Wall(props: WallProps) {
  const { wall, links, cache, width, zoom, onShown } = props;
  const list = useRef<HTMLDivElement>(null);
  const holdY = useRef<number>(undefined);
  const [active, setActive] = useState(props.focusFirst);
  const [hasFocus, setHasFocus] = useState(false);
  const layout = useMemo(() => {
    if (width === undefined) return undefined;
    return layoutWall(wall.ratios, {
      width,
      columnCount: columnsFor(width, zoom),
      gap: gapFor(zoom),
      divideAt: wall.divideAt,
    });
  }, [wall, width, zoom]);

  // Before the window measures anything: what is measured has been placed, and glides no more.
  useGlide(list, wall);
  const kept = hasFocus ? active : -1;
  const { shown, firstVisible } = useWallWindow(list, layout, props.scroll, { kept, holdY });
  useZoomGestures(list, zoom, props.setZoom, holdY);
  useSyncExternalStore(cache.subscribe, cache.getVersion, () => 0);

  const activate = (index: number) => {
    setActive(index);
    const id = wall.ids[index];
    if (id) props.onActive(id);
  };
  const { onKeyDown, focusTile } = useWallKeys(list, layout, activate, {
    onEnlarge: props.onEnlarge,
    onMix: (index, weight) => {
      const id = wall.ids[index];
      if (id) props.onMix?.(id, weight);
    },
    onSave: (index) => {
      const id = wall.ids[index];
      if (id) props.onSave(id);
    },
  });
  const press = useLongPress(props.onEnlarge);

  // React places the tiles from here on; the rules that did before the first paint would go stale.
  useLayoutEffect(() => {
    if (layout) document.getElementById(FIRST_RULES_ID)?.remove();
  }, [layout]);

  useEffect(() => {
    if (!layout) return;
    cache.want(idsNear(wall, shown));
  }, [cache, layout, shown, wall]);
  useMarkSeen(list, layout, wall, onShown);
  usePictureEvents(list);

  const isReady = layout !== undefined;
  const { focusFirst, returnTo } = props;
  const focusTileRef = useRef(focusTile);
  useEffect(() => {
    focusTileRef.current = focusTile;
  });
  useEffect(() => {
    if (!isReady || focusFirst < 0) return;
    // Once it is in the page; where it is not on screen, Back restores the scroll and no more.
    const frame = requestAnimationFrame(() => {
      const link = list.current?.querySelector<HTMLElement>(`[data-index="${focusFirst}"]`);
      link?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [isReady, focusFirst]);
  useEffect(() => {
    if (returnTo) focusTileRef.current(returnTo.index);
  }, [returnTo]);

  const onClick = (event: MouseEvent) => {
    const button = actionOf(event.target);
    if (button) return act(button);
    const link = isPlainClick(event) ? linkOf(event.target) : null;
    if (!link) return;
    event.preventDefault();
    props.onOpen(link.pathname, link);
  };
  const act = ({ action, index }: TileAction) => {
    const id = wall.ids[index];
    if (action === "copies") props.onUnfold(index);
    else if (id && action === "save") props.onSave(id);
    else if (id) props.onMix?.(id, action === "pull" ? 1 : -1);
  };
  const tabStop = shown.includes(active) ? active : firstVisible;

  return (
    <div className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: tiles are absolutely placed; a list by its role. */}
      <div
        ref={list}
        id={props.domId ?? WALL_ID}
        role="list"
        aria-label={props.label}
        aria-busy={props.isLeaving}
        tabIndex={-1}
        className={layout ? "wall" : "wall wall-unplaced"}
        data-leaving={props.isLeaving || undefined}
        data-small={zoom < CAPTION_ZOOM || undefined}
        style={layout ? { height: layout.height } : undefined}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          const index = tileIndexOf(event.target);
          setHasFocus(true);
          if (index !== undefined && index !== active) activate(index);
        }}
        onBlur={() => setHasFocus(false)}
        {...press}
        onPointerDown={(event) => {
          press.onPointerDown(event);
          const link = event.button === 0 ? linkOf(event.target) : null;
          if (link) props.onAim(link.pathname);
        }}
      >
        {shown.map((index) => {
          const tile = wall.tiles[index];
          if (!tile) return null;
          return (
            <Tile
              key={tile.id}
              id={tile.id}
              index={index}
              count={wall.tiles.length}
              ratio={shownRatio(tile.aspectRatio)}
              href={links.linkTo(tile.id)}
              details={cache.get(tile.id)}
              closeness={tile.closeness}
              isTabStop={index === tabStop}
              // Not while React takes over the HTML, which knows nothing of this browser: it would
              // take the attribute to be there and never write it.
              isSeen={isReady && props.seen.has(tile.id)}
              showsMature={props.showsMature}
              isSmall={zoom < CAPTION_ZOOM}
              isLive={isReady}
              canMix={props.onMix !== undefined}
              copies={wall.copies.get(index)?.length ?? 0}
              {...(layout && {
                left: layout.lefts[index] ?? 0,
                top: layout.tops[index] ?? 0,
                width: layout.columnWidth,
                height: layout.heights[index] ?? 0,
              })}
            />
          );
        })}
      </div>
      {layout?.dividerTop !== undefined && <WallDivider top={layout.dividerTop} />}
    </div>
  );
}

/** Tiles in the page and those that come next, the most urgent last. */
function idsNear(wall: OpenedWall, shown: readonly number[]): ImageId[] {
  const last = shown.at(-1) ?? 0;
  const ahead = wall.ids.slice(last + 1, last + 1 + LOOKAHEAD_TILES);
  return [...ahead.reverse(), ...shown.flatMap((i) => wall.ids[i] ?? [])];
}

const ACTIONS = ["pull", "push", "copies", "save"] as const;

interface TileAction {
  readonly action: (typeof ACTIONS)[number];
  readonly index: number;
}

function actionOf(target: EventTarget): TileAction | undefined {
  if (!(target instanceof Element)) return undefined;
  const asked = target.closest<HTMLElement>("[data-action]")?.dataset.action;
  const action = ACTIONS.find((one) => one === asked);
  const index = Number(target.closest<HTMLElement>("[data-tile]")?.dataset.tile);
  return action && { action, index };
}

function linkOf(target: EventTarget): HTMLAnchorElement | null {
  return target instanceof Element ? target.closest<HTMLAnchorElement>("a[data-index]") : null;
}
