import { useCallback, useMemo, useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { Lightbox } from "../lightbox/lightbox";
import { usePreferences } from "../preferences/preferences";
import { useSeen } from "../seen/seen-images";
import { EmptyGallery } from "../states/empty-gallery";
import { FailedNotice } from "../states/failed-notice";
import { Message } from "../states/message";
import { ProblemPanel } from "../states/problem-panel";
import { WallEnd } from "../states/wall-end";
import { WallNotices } from "../states/wall-notices";
import type { TileDetailsCache } from "../wall/tile-details-cache";
import type { WallScroll } from "../wall/use-wall-window";
import { Wall } from "../wall/wall";
import type { Place } from "./use-navigation";
import type { ShownWall, useWallPage } from "./use-wall-page";

interface WallSectionProps {
  readonly page: ReturnType<typeof useWallPage>;
  readonly place: Place;
  readonly width: number | undefined;
  readonly cache: TileDetailsCache;
  readonly scroll: WallScroll;
  /** Title of the query; none on the opening wall. */
  readonly query: string | undefined;
  readonly focusOf: (key: string) => ImageId | undefined;
  readonly onActive: (id: ImageId) => void;
  readonly onOpen: (href: string, tile?: HTMLElement) => void;
  readonly onAim: (href: string) => void;
}

/** The wall of a page in whatever state it is, with what stands before and after it. */
export function WallSection(props: WallSectionProps) {
  const { page, query } = props;
  const { shown, isHere, problem, retry } = page;
  if (!shown) return problem ? <ProblemPanel problem={problem} onRetry={retry} /> : <Blank />;
  const { wall, links } = shown;
  const { notices } = wall.response;
  if (isHere && notices.includes("gallery_empty"))
    return <EmptyGallery isPage={query === undefined} />;
  return (
    <>
      {problem && <FailedNotice problem={problem} onRetry={retry} />}
      {isHere && <WallNotices response={wall.response} best={wall.best} isFull={links.isFull} />}
      {wall.tiles.length === 0 ? (
        <NothingToShow isFiltered={notices.includes("filtered_out")} />
      ) : (
        <>
          <TilesWithLightbox key={shown.code ?? "/"} {...props} shown={shown} />
          <WallEnd count={wall.tiles.length} isTrail={query !== undefined} />
        </>
      )}
    </>
  );
}

function TilesWithLightbox(props: WallSectionProps & { readonly shown: ShownWall }) {
  const { shown, cache, place, page } = props;
  const { wall, links } = shown;
  const { zoom, setZoom, showMature } = usePreferences();
  const { has, mark } = useSeen();
  // What had been seen when the wall opened: it does not dim while it is looked at.
  const seen = useMemo(() => new Set(wall.ids.filter(has)), [wall, has]);
  const [enlarged, setEnlarged] = useState<number>();
  const [returnTo, setReturnTo] = useState<{ readonly index: number }>();
  const focusId = props.focusOf(place.key);
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
    setReturnTo({ index });
  };
  const id = enlarged === undefined ? undefined : wall.ids[enlarged];
  const tile = id && cache.get(id);

  return (
    <>
      <Wall
        wall={wall}
        links={links}
        cache={cache}
        width={props.width}
        zoom={zoom}
        setZoom={setZoom}
        showsMature={showMature}
        seen={seen}
        scroll={props.scroll}
        label={props.query ? `Pictures on the wavelength of ${props.query}` : "Pictures of today"}
        isLeaving={!page.isHere}
        focusFirst={focusFirst}
        returnTo={returnTo}
        onOpen={props.onOpen}
        onAim={props.onAim}
        onEnlarge={enlarge}
        onShown={mark}
        onActive={props.onActive}
      />
      {enlarged !== undefined && tile && (
        <Lightbox
          tile={tile}
          href={links.linkTo(tile.id)}
          closeness={wall.tiles[enlarged]?.closeness ?? -1}
          onOpen={props.onOpen}
          onClose={() => close(enlarged)}
          {...(enlarged > 0 && { onPrevious: () => enlarge(enlarged - 1) })}
          {...(enlarged < wall.ids.length - 1 && { onNext: () => enlarge(enlarged + 1) })}
        />
      )}
    </>
  );
}

function NothingToShow({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <Message
      title={isFiltered ? "The filters leave nothing" : "Nothing else is here"}
      actions={
        <a href="/" className="pill">
          The opening wall
        </a>
      }
    >
      <p>
        {isFiltered
          ? "No picture of this gallery passes all of them. Go a hop back, or start again."
          : "This gallery has no pictures besides the ones you asked with."}
      </p>
    </Message>
  );
}

/** The first wall of a page that came without one is on its way. */
function Blank() {
  return <div className="min-h-screen" aria-busy="true" />;
}
