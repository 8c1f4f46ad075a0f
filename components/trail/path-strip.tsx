import type { MouseEvent } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { linkFor, pathTo, withTip } from "@/lib/trail/tree";
import { isPlainClick } from "../controls/is-plain-click";
import { describeQuery } from "./describe-query";
import { SmallFigure } from "./small-figure";

/** Hops shown before the tip: each link may be 8 KB, and writing them takes time. */
const MAX_STEPS = 24;

interface PathStripProps {
  readonly trail: Trail;
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  readonly onOpen: (href: string, step: HTMLElement) => void;
}

/** The path so far, each hop a link to its wall. */
export function PathStrip({ trail, details, showsMature, onOpen }: PathStripProps) {
  const path = pathTo(trail);
  const isCut = path.length > MAX_STEPS;
  const steps = isCut ? [...path.slice(0, 1), ...path.slice(1 - MAX_STEPS)] : path;
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onOpen(event.currentTarget.pathname, event.currentTarget);
  };
  return (
    <nav aria-label="Path so far">
      <ol className="path-strip">
        {steps.map((index, i) => {
          const hop = trail.hops[index];
          if (!hop) return null;
          const query = describeQuery(trail, hop, details);
          const isTip = index === trail.tip;
          return (
            <li key={index}>
              {isCut && i === 1 && (
                <span className="bg-ground px-1 text-muted text-xs">
                  … {path.length - MAX_STEPS} more
                </span>
              )}
              <a
                href={linkFor(withTip(trail, index))}
                onClick={open}
                ref={isTip ? showLast : undefined}
                aria-current={isTip ? "page" : undefined}
                aria-label={`Hop ${path.indexOf(index) + 1}: ${query.title}`}
                title={query.title}
                data-travel={i === steps.length - 2 ? "previous" : undefined}
              >
                <SmallFigure query={query} details={details} showsMature={showsMature} />
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** The end of a path that is longer than the screen is what a person came from: it is in view. */
function showLast(tip: HTMLElement | null): void {
  const strip = tip?.closest("ol");
  if (strip) strip.scrollLeft = strip.scrollWidth;
}
