import type { MouseEvent, SyntheticEvent } from "react";
import type { FeedSummary } from "@/lib/search/contract";
import { SaveSign } from "../boards/save-sign";
import { isPlainClick } from "../controls/is-plain-click";
import { averageColour } from "../wall/placeholder";

interface MoodFeedsProps {
  /** Undefined while they are on their way: their place is kept. */
  readonly feeds: readonly FeedSummary[] | undefined;
  /** Boards of this browser that are shown as moods: they come first. */
  readonly own: readonly FeedSummary[];
  readonly showsMature: boolean;
  readonly onOpen: (href: string, feed: HTMLElement) => void;
}

/** Moods to start from, each a strip of four pictures and a word. */
export function MoodFeeds({ feeds, own, showsMature, onOpen }: MoodFeedsProps) {
  if (feeds?.length === 0 && own.length === 0) return null;
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onOpen(event.currentTarget.pathname, event.currentTarget);
  };
  return (
    <nav aria-label="Moods to start from" className="min-h-25">
      <ul className="flex gap-3 overflow-x-auto px-3 pt-1 pb-2 [scrollbar-width:thin] sm:px-5">
        {[...own, ...(feeds ?? [])].map((feed, index) => (
          <li key={feed.id} className="shrink-0">
            <a href={`/t/${feed.trail}`} onClick={open} className="group block w-34">
              <span className="flex h-16 gap-px overflow-hidden rounded bg-blank">
                {feed.tiles.map(({ id, thumbhash, details }) => (
                  <span
                    key={id}
                    className="min-w-0 flex-1"
                    style={{ backgroundColor: averageColour(thumbhash) }}
                  >
                    {(!details.mature || showsMature) && (
                      // biome-ignore lint/performance/noImgElement: thumbnails are made at ingest.
                      <img
                        src={`/api/images/${id}/thumb/320`}
                        alt=""
                        className="size-full object-cover"
                        decoding="async"
                        draggable={false}
                        onError={hide}
                      />
                    )}
                  </span>
                ))}
              </span>
              <span className="mt-1 block truncate text-muted text-sm group-hover:text-ink">
                {index < own.length && (
                  <>
                    <SaveSign /> <span className="sr-only">Your board: </span>
                  </>
                )}
                {feed.name}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A picture that does not come leaves its colour, and no broken sign. */
function hide({ currentTarget }: SyntheticEvent<HTMLElement>): void {
  currentTarget.style.visibility = "hidden";
}
