import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { WordsRead } from "@/lib/search/contract";
import { EmptyGallery } from "../states/empty-gallery";
import { FailedNotice } from "../states/failed-notice";
import { Message } from "../states/message";
import { ProblemPanel } from "../states/problem-panel";
import { WallEnd } from "../states/wall-end";
import { WallNotices } from "../states/wall-notices";
import { openWall } from "../wall/opened-wall";
import type { TileDetailsCache } from "../wall/tile-details-cache";
import type { WallScroll } from "../wall/use-wall-window";
import type { Place } from "./use-navigation";
import type { ShownWall, useWallPage } from "./use-wall-page";
import { wallQuery } from "./wall-query";
import { WallTiles } from "./wall-tiles";

/** Between two columns side by side, in px; `.twin-walls` of app/globals.css has the same. */
const TWIN_GAP_PX = 24;

export interface WallSectionProps {
  readonly page: ReturnType<typeof useWallPage>;
  readonly place: Place;
  readonly width: number | undefined;
  readonly cache: TileDetailsCache;
  readonly scroll: WallScroll;
  /** Title of the query; none on the opening wall. */
  readonly query: string | undefined;
  /** Words of the query of which something has to be said. */
  readonly words: readonly WordsRead[];
  readonly focusOf: (key: string) => ImageId | undefined;
  readonly onActive: (id: ImageId) => void;
  readonly onOpen: (href: string, tile?: HTMLElement) => void;
  readonly onAim: (href: string) => void;
  /** Adds a picture to the query; absent where there is none. */
  readonly onMix: ((id: ImageId, weight: 1 | -1) => void) | undefined;
  readonly day: string;
}

/** The wall of a page in whatever state it is, with what stands before and after it. */
export function WallSection(props: WallSectionProps) {
  const { page, query } = props;
  const { shown, isHere, problem, retry } = page;
  // A wall that was tuned stays the same one, so that its tiles can glide; any other is a new one.
  const [identity, setIdentity] = useState({ code: shown?.code, key: 0 });
  if (identity.code !== shown?.code) {
    const isTuned = props.place.arrival === "tuned";
    setIdentity({ code: shown?.code, key: identity.key + (isTuned ? 0 : 1) });
  }
  if (!shown) return problem ? <ProblemPanel problem={problem} onRetry={retry} /> : <Blank />;
  const { wall, links } = shown;
  const { notices } = wall.response;
  const isTwin = page.trail?.hops[page.trail.tip]?.recipe.filters.isTwin === true;
  const width = isTwin && props.width ? columnWidth(props.width) : props.width;
  if (isHere && notices.includes("gallery_empty"))
    return <EmptyGallery isPage={query === undefined} />;
  return (
    <>
      {problem && <FailedNotice problem={problem} onRetry={retry} />}
      {isHere && (
        <WallNotices
          response={wall.response}
          words={props.words}
          best={wall.best}
          isFull={links.isFull}
          leftOut={links.leftOut}
          isTwin={isTwin}
        />
      )}
      {wall.tiles.length === 0 && !isTwin ? (
        <NothingToShow isFiltered={notices.includes("filtered_out")} />
      ) : (
        <>
          <div className={isTwin ? "twin-walls" : undefined}>
            <div>
              {isTwin && <ColumnHead text="Made by generators" count={wall.tiles.length} />}
              <WallTiles key={identity.key} {...props} width={width} shown={shown} />
            </div>
            {isTwin && <OtherColumn {...props} width={width} shown={shown} />}
          </div>
          {!isTwin && <WallEnd count={wall.tiles.length} isTrail={query !== undefined} />}
        </>
      )}
    </>
  );
}

/** Of each of two columns, in px. */
function columnWidth(width: number): number {
  return Math.max(1, Math.floor((width - TWIN_GAP_PX) / 2));
}

interface OtherColumnProps extends WallSectionProps {
  readonly shown: ShownWall;
}

/** The right of two columns: what people and cameras made, and what is not known. */
function OtherColumn(props: OtherColumnProps) {
  const { shown, day } = props;
  const { data, isError, refetch } = useQuery({
    ...wallQuery({ code: shown.code, day, column: "others" }),
    placeholderData: keepPreviousData,
  });
  const other = useMemo(
    () => data && { code: shown.code, wall: openWall(data.response), links: shown.links },
    [data, shown],
  );
  return (
    <div>
      <ColumnHead text="Everything else" count={other?.wall.tiles.length} />
      {isError && (
        <button type="button" className="pill" onClick={() => void refetch()}>
          It did not come: try again
        </button>
      )}
      {other && <WallTiles key={shown.code} {...props} shown={other} isSecond />}
    </div>
  );
}

interface ColumnHeadProps {
  readonly text: string;
  /** Undefined while it is on its way. */
  readonly count: number | undefined;
}

function ColumnHead({ text, count }: ColumnHeadProps) {
  return (
    <h2 className="pb-2 text-muted text-sm">
      {text}
      {count !== undefined && <span className="text-xs"> · {count || "none here"}</span>}
    </h2>
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
          ? "No picture of this gallery passes all of them. Take some off under Filter, or start again."
          : "This gallery has no pictures besides the ones you asked with."}
      </p>
    </Message>
  );
}

/** The first wall of a page that came without one is on its way. */
function Blank() {
  return <div className="min-h-screen" aria-busy="true" />;
}
