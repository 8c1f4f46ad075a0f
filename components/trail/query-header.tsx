import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { bylineOf, closenessInWords } from "../wall/tile-name";
import { CopyLink } from "./copy-link";
import { describeQuery } from "./describe-query";
import { PathStrip } from "./path-strip";
import { QueryFigure } from "./query-figure";

/** A figure's ratio is kept to this range, so that the header is as high on every page. */
const MIN_RATIO = 0.7;
const MAX_RATIO = 1.7;

interface QueryHeaderProps {
  readonly trail: Trail;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  /** Closeness of the wall's best tile, in [0, 1]; −1 while it is on its way. */
  readonly best: number;
  readonly onOpen: (href: string, step: HTMLElement) => void;
}

/** What is being looked at: the query, small, how close the wall is to it, and the path so far. */
export function QueryHeader({ trail, details, showsMature, best, onOpen }: QueryHeaderProps) {
  const hop = trail.hops[trail.tip];
  if (!hop) return null;
  const query = describeQuery(trail, hop, details);
  const tile = query.picture?.kind === "image" ? details(query.picture.id) : undefined;
  const ratio = tile ? tile.width / tile.height : 1;
  const closeness = closenessInWords(best);
  return (
    <section aria-labelledby="query" className="px-3 pt-4 pb-3 sm:px-5">
      <div className="flex items-center gap-4 sm:gap-5">
        <div
          data-travel="query"
          className="h-24 shrink-0 overflow-hidden rounded sm:h-32"
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
        <div className="min-w-0 flex-1">
          <p className="text-muted text-xs">On the wavelength of</p>
          <h1
            id="query"
            tabIndex={-1}
            className="line-clamp-2 font-serif text-xl leading-snug italic outline-none sm:text-2xl"
          >
            {query.title}
          </h1>
          {tile && <p className="truncate text-muted text-sm">{bylineOf(tile)}</p>}
          <p
            className="mt-1 min-h-5 text-muted text-xs"
            title="Pairs of images of this gallery, drawn at random and compared with the same dials"
          >
            {closeness && `The closest is ${closeness} in this gallery`}
          </p>
        </div>
        <div className="hidden self-start sm:block">
          <CopyLink />
        </div>
      </div>
      <div className="mt-2 flex min-h-12 items-center justify-between gap-3">
        <PathStrip trail={trail} details={details} showsMature={showsMature} onOpen={onOpen} />
        <div className="sm:hidden">
          <CopyLink />
        </div>
      </div>
    </section>
  );
}
