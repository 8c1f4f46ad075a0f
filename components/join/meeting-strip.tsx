import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { linkFor, pathTo, withTip } from "@/lib/trail/tree";
import { isPlainClick } from "../controls/is-plain-click";
import { describeQuery } from "../trail/describe-query";
import { hopsInWords } from "../trail/hops-in-words";
import { SmallFigure } from "../trail/small-figure";

/** Hops that a strip shows, around where the trails meet: each link may be 8 KB. */
const MAX_STEPS = 40;

interface MeetingStripProps {
  readonly label: string;
  readonly trail: Trail;
  /** Hops at which it meets the other trail. */
  readonly met: readonly number[];
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly showsMature: boolean;
  readonly onOpen: ((href: string) => void) | undefined;
}

/** One of two paths that are laid side by side, with the hops where they meet. */
export function MeetingStrip({
  label,
  trail,
  met,
  details,
  showsMature,
  onOpen,
}: MeetingStripProps) {
  const toTip = pathTo(trail);
  const [first] = met;
  // Where they meet on a branch, that branch is what is shown.
  const path = first === undefined || toTip.includes(first) ? toTip : pathTo(trail, first);
  const middle = first === undefined ? path.length : path.indexOf(first);
  const from = Math.max(0, Math.min(middle - MAX_STEPS / 2, path.length - MAX_STEPS));
  const steps = path.slice(from, from + MAX_STEPS);
  return (
    <nav aria-label={label}>
      <p className="pb-1.5 text-muted text-xs">
        {label}, {hopsInWords(path.length)}
        {steps.length < path.length && `, of which ${from + 1} to ${from + steps.length}`}
      </p>
      <ol className="path-strip pb-1">
        {steps.map((index) => {
          const hop = trail.hops[index];
          if (!hop) return null;
          const query = describeQuery(trail, hop, details);
          const isMet = met.includes(index);
          return (
            <li key={index}>
              <a
                href={linkFor(withTip(trail, index))}
                aria-label={`Hop ${path.indexOf(index) + 1}: ${query.title}${isMet ? ", where they meet" : ""}`}
                aria-current={isMet ? "location" : undefined}
                title={query.title}
                ref={index === first ? showStep : undefined}
                onClick={(event) => {
                  if (!onOpen || !isPlainClick(event)) return;
                  event.preventDefault();
                  onOpen(event.currentTarget.pathname);
                }}
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

/** Where they meet is in view, without moving the page. */
function showStep(step: HTMLElement | null): void {
  const strip = step?.closest("ol");
  if (step && strip) strip.scrollLeft = step.offsetLeft - strip.clientWidth / 2;
}
