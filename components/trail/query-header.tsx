import type { ImageId } from "@/lib/energy/image-id";
import type { AboutWords, TileDetails } from "@/lib/search/contract";
import type { Fork, Trail } from "@/lib/trail/trail";
import { pathTo } from "@/lib/trail/tree";
import type { Branches } from "../tree/use-branches";
import { bylineOf, closenessSentence } from "../wall/tile-name";
import { AboutLine } from "./about-line";
import { CopyLink } from "./copy-link";
import { describeQuery } from "./describe-query";
import { PathStrip } from "./path-strip";
import { QueryFigure } from "./query-figure";
import { TrailMenu } from "./trail-menu";

/** A figure's ratio is kept to this range, so that the header is as high on every page. */
const MIN_RATIO = 0.7;
const MAX_RATIO = 1.7;

interface QueryHeaderProps {
  /** As a link carries it. */
  readonly trail: Trail;
  /** Where the page’s trail came from: one that is made from somebody else’s says so only then. */
  readonly fork: Fork | undefined;
  /** Absent while it plays, and before the page is there. */
  readonly branches: Branches | undefined;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  /** Closeness of the wall's best tile, in [0, 1]; −1 while it is on its way and where nothing is close. */
  readonly best: number;
  /** What the query and the way to it are about; absent while that is on its way. */
  readonly about: AboutWords | undefined;
  readonly aboutTrail: AboutWords | undefined;
  readonly want: (ids: readonly ImageId[]) => void;
  readonly onOpen: (href: string, step?: HTMLElement) => void;
  /** Absent while it plays: what plays is not changed. */
  readonly onPlay: (() => void) | undefined;
}

/** What is being looked at: the query, small, how close the wall is to it, and the path so far. */
export function QueryHeader(props: QueryHeaderProps) {
  const { trail, branches, details, showsMature, best, about, aboutTrail, want } = props;
  const { fork, onOpen, onPlay } = props;
  const hop = trail.hops[trail.tip];
  if (!hop) return null;
  const query = describeQuery(trail, hop, details);
  const tile = query.picture?.kind === "image" ? details(query.picture.id) : undefined;
  const ratio = tile ? tile.width / tile.height : 1;
  const byline = bylineOf(tile);
  const hasPath = pathTo(trail).length > 1;
  return (
    <section
      aria-labelledby="query"
      className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-2 px-3 pt-4 pb-4 sm:grid-cols-[auto_minmax(0,1fr)_auto] sm:gap-x-5 sm:px-5"
    >
      <div
        data-travel="query"
        className={`h-24 max-w-32 overflow-hidden rounded sm:h-32 sm:max-w-none ${hasPath ? "sm:row-span-2" : ""}`}
        style={{ aspectRatio: Math.max(MIN_RATIO, Math.min(MAX_RATIO, ratio)) }}
      >
        <QueryFigure
          key={trail.tip}
          query={query}
          details={tile}
          showsMature={showsMature}
          thumb={320}
          alt=""
        />
      </div>
      <div className="col-start-2 row-start-1 min-w-0">
        <p className="truncate pr-22 text-muted text-xs sm:pr-0">
          <span className={fork ? "max-sm:sr-only" : undefined}>On the wavelength of </span>
          {fork && (
            <span title={`This walk goes on from hop ${fork.hop} of somebody else’s`}>
              <span className="max-sm:hidden">· </span>forked at hop {fork.hop}
            </span>
          )}
        </p>
        <h1
          id="query"
          tabIndex={-1}
          title={query.title}
          className="line-clamp-2 font-serif text-xl leading-snug italic outline-none sm:line-clamp-1 sm:text-2xl"
        >
          {query.title}
        </h1>
        <div className="flex min-h-5 flex-col text-muted text-xs sm:mt-0.5 sm:flex-row sm:gap-3">
          {byline && <p className="truncate">{byline}</p>}
          <p className="text-balance sm:shrink-0" title={SCALE}>
            {closenessSentence(best)}
          </p>
        </div>
        <div className="h-4.5">
          <AboutLine about={about} label="What it is about" />
        </div>
      </div>
      <div className="col-start-2 row-start-1 -mt-3.5 -mr-3 flex self-start justify-self-end sm:col-start-3 sm:mt-0 sm:mr-0 sm:gap-2">
        <CopyLink className="sm:hidden" isIcon />
        <CopyLink className="hidden sm:inline-flex" />
        {onPlay && branches && (
          <TrailMenu
            trail={trail}
            branches={branches}
            details={details}
            want={want}
            showsMature={showsMature}
            onOpen={onOpen}
            onPlay={onPlay}
          />
        )}
      </div>
      {hasPath && (
        <div className="col-span-full min-w-0 sm:col-span-2 sm:col-start-2 sm:row-start-2">
          <PathStrip trail={trail} details={details} showsMature={showsMature} onOpen={onOpen} />
          <div className="mt-1.5 flex h-4.5 gap-2 text-muted text-xs">
            {aboutTrail && (
              <>
                <span className="shrink-0" aria-hidden="true">
                  So far:
                </span>
                <AboutLine about={aboutTrail} label="What the trail is about" />
              </>
            )}
          </div>
        </div>
      )}
    </section>
  );
}

/** What {@link closenessSentence} is measured on. */
const SCALE =
  "The first picture of the wall, beside pairs drawn at random from this gallery and compared with the same dials";
