import { useCallback, useMemo, useState } from "react";
import { imageItem } from "@/lib/board/saved-item";
import type { ImageId } from "@/lib/energy/image-id";
import { saveToBoard } from "../boards/saving";
import { CopiesSheet } from "../lightbox/copies-sheet";
import { Lightbox } from "../lightbox/lightbox";
import { usePreferences } from "../preferences/preferences";
import { useSeen } from "../seen/seen-images";
import type { WallScroll } from "../wall/use-wall-window";
import { Wall } from "../wall/wall";
import type { ShownWall } from "./use-wall-page";
import type { WallSectionProps } from "./wall-section";

interface WallTilesProps extends Omit<WallSectionProps, "width"> {
  /** Of this wall in px; `undefined` before the page is laid out. */
  readonly width: number | undefined;
  readonly shown: ShownWall;
  /** The right of two columns: the page's scroll and the focus that is restored are the left one's. */
  readonly isSecond?: boolean;
}

const NO_SCROLL: WallScroll = { take: () => undefined, note: () => undefined };

function save(id: ImageId): void {
  void saveToBoard(imageItem(id));
}

/** The tiles of one wall, and what opens over them. */
export function WallTiles(props: WallTilesProps) {
  const { shown, cache, place, page, isSecond = false } = props;
  const { wall, links } = shown;
  const { zoom, setZoom, showMature } = usePreferences();
  const { has, mark } = useSeen();
  // What had been seen when this hop was opened: nothing dims while it is looked at and tuned.
  const [firstSeenHere] = useState(() => new Set<ImageId>());
  const seen = useMemo(
    () => new Set(wall.ids.filter((id) => has(id) && !firstSeenHere.has(id))),
    [wall, has, firstSeenHere],
  );
  const markShown = useCallback(
    (ids: readonly ImageId[]) => {
      for (const id of ids) if (!has(id)) firstSeenHere.add(id);
      mark(ids);
    },
    [has, mark, firstSeenHere],
  );
  const [enlarged, setEnlarged] = useState<number>();
  const [unfolded, setUnfolded] = useState<number>();
  const [returnTo, setReturnTo] = useState<{ readonly index: number }>();
  const focusId = isSecond ? undefined : props.focusOf(place.key);
  const [focusFirst] = useState(() => (focusId ? wall.ids.indexOf(focusId) : -1));

  const enlarge = useCallback(
    (index: number) => {
      const id = wall.ids[index];
      if (id === undefined) return;
      cache.want([id]);
      setEnlarged(index);
    },
    [cache, wall],
  );
  const close = (index: number) => {
    setEnlarged(undefined);
    setUnfolded(undefined);
    setReturnTo({ index });
  };
  const mix = props.onMix;
  const id = enlarged === undefined ? undefined : wall.ids[enlarged];
  const tile = id && cache.get(id);
  const copies = unfolded === undefined ? undefined : wall.copies.get(unfolded);
  const original = unfolded === undefined ? undefined : wall.ids[unfolded];
  const isLeaving = !page.isHere && place.arrival !== "tuned";
  const label = isLeaving
    ? "Pictures of the wall before"
    : props.query
      ? `Pictures on the wavelength of ${props.query}`
      : "Pictures of today";

  return (
    <>
      <Wall
        {...(isSecond && { domId: "wall-others" })}
        wall={wall}
        links={links}
        cache={cache}
        width={props.width}
        zoom={zoom}
        setZoom={setZoom}
        showsMature={showMature}
        seen={seen}
        scroll={isSecond ? NO_SCROLL : props.scroll}
        label={isSecond ? `${label}, not made by generators` : label}
        isLeaving={isLeaving}
        focusFirst={focusFirst}
        returnTo={returnTo}
        onOpen={props.onOpen}
        onAim={props.onAim}
        onEnlarge={enlarge}
        onMix={mix}
        onSave={save}
        onUnfold={setUnfolded}
        onShown={markShown}
        onActive={props.onActive}
      />
      {enlarged !== undefined && tile && (
        <Lightbox
          tile={tile}
          trail={shown.code}
          href={links.linkTo(tile.id)}
          closeness={wall.tiles[enlarged]?.closeness ?? -1}
          onOpen={(href) => {
            // At once: the next wall may take its time.
            setEnlarged(undefined);
            props.onOpen(href);
          }}
          onClose={() => close(enlarged)}
          onSave={() => save(tile.id)}
          {...(mix && {
            onMix: (weight: 1 | -1) => {
              close(enlarged);
              mix(tile.id, weight);
            },
          })}
          {...(enlarged > 0 && { onPrevious: () => enlarge(enlarged - 1) })}
          {...(enlarged < wall.ids.length - 1 && { onNext: () => enlarge(enlarged + 1) })}
        />
      )}
      {unfolded !== undefined && copies && original && (
        <CopiesSheet
          ids={[original, ...copies]}
          cache={cache}
          linkTo={links.linkTo}
          showsMature={showMature}
          onOpen={props.onOpen}
          onClose={() => close(unfolded)}
        />
      )}
    </>
  );
}
