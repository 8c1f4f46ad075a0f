import type { MouseEvent } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { linkFor, pathTo, withTip } from "@/lib/trail/tree";
import { describeQuery } from "./describe-query";
import { QueryFigure } from "./query-figure";

/** Hops shown before the tip: each link may be 8 KB, and writing them takes time. */
const MAX_STEPS = 24;

interface PathStripProps {
  readonly trail: Trail;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  readonly onOpen: (href: string, step: HTMLElement) => void;
}

/** The path so far, each hop a link to its wall. Nothing for a trail of one hop. */
export function PathStrip({ trail, details, showsMature, onOpen }: PathStripProps) {
  const path = pathTo(trail);
  if (path.length < 2) return null;
  const isCut = path.length > MAX_STEPS;
  const steps = isCut ? [...path.slice(0, 1), ...path.slice(1 - MAX_STEPS)] : path;
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onOpen(event.currentTarget.pathname, event.currentTarget);
  };
  return (
    <nav aria-label="Path so far" className="min-w-0">
      <ol className="flex items-center gap-1.5 overflow-x-auto p-1 [scrollbar-width:thin]">
        {steps.map((index, i) => {
          const hop = trail.hops[index];
          if (!hop) return null;
          const query = describeQuery(trail, hop, details);
          const { picture } = query;
          const isTip = index === trail.tip;
          return (
            <li key={index} className="flex shrink-0 items-center gap-1.5">
              {isCut && i === 1 && (
                <span className="px-1 text-muted text-xs">… {path.length - MAX_STEPS} more</span>
              )}
              <a
                href={linkFor(withTip(trail, index))}
                onClick={open}
                aria-current={isTip ? "page" : undefined}
                aria-label={`Hop ${path.indexOf(index) + 1}: ${query.title}`}
                title={query.title}
                data-travel={i === steps.length - 2 ? "previous" : undefined}
                className="block size-10 overflow-hidden rounded-sm opacity-75 hover:opacity-100 aria-[current=page]:opacity-100 aria-[current=page]:ring-2 aria-[current=page]:ring-ink"
              >
                <QueryFigure
                  query={query}
                  details={picture?.kind === "image" ? details(picture.id) : undefined}
                  showsMature={showsMature}
                  thumb={320}
                  alt=""
                />
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
