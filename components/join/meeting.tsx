"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { isClose } from "@/lib/energy/closeness";
import type { ImageId } from "@/lib/energy/image-id";
import type { TileDetails } from "@/lib/search/contract";
import { fingerprint } from "@/lib/trail/fork";
import { sharedImages } from "@/lib/trail/shared-images";
import type { Trail } from "@/lib/trail/trail";
import { linkFor, pathTo, withTip } from "@/lib/trail/tree";
import { isPlainClick } from "../controls/is-plain-click";
import { describeQuery, imagesOn } from "../trail/describe-query";
import { closenessInWords, closenessSentence } from "../wall/tile-name";
import { meetingQuery } from "./meeting-query";
import { MeetingStrip } from "./meeting-strip";
import { mixLink } from "./mix-hop";

interface MeetingProps {
  /** The trail that is looked at, and the one that is laid beside it. */
  readonly a: Trail;
  readonly b: Trail;
  readonly names: readonly [string, string];
  readonly details: (id: ImageId) => TileDetails | undefined;
  readonly want: (ids: readonly ImageId[]) => void;
  readonly showsMature: boolean;
  /** Follows links of the first trail without a page load; absent where nothing can. */
  readonly onOpen?: (href: string) => void;
}

/** Images of one hop each that are named; of more the number is. */
const MAX_SHARED_NAMED = 6;

/** Two trails side by side: their paths, where they meet, and the ways on from there. */
export function Meeting({ a, b, names, details, want, showsMature, onOpen }: MeetingProps) {
  const shared = useMemo(() => sharedImages(a, b), [a, b]);
  const isApart = shared.length === 0;
  const { data, error } = useQuery({ ...meetingQuery(a, b), enabled: isApart });
  useEffect(() => {
    want([...imagesOn(a, [...a.hops.keys()]), ...imagesOn(b, [...b.hops.keys()])]);
  }, [want, a, b]);

  const [first] = shared;
  const closest = data?.closest;
  const hopA = first?.hopA ?? closest?.a.hop;
  const hopB = first?.hopB ?? closest?.b.hop;
  const strip = { details, showsMature };
  const titleA = hopA === undefined ? "" : titleOfHop(a, hopA, details);
  const titleB = hopB === undefined ? "" : titleOfHop(b, hopB, details);
  const fork = forkOf(a, b, names);
  return (
    <div className="space-y-4">
      <MeetingStrip
        {...strip}
        label={names[0]}
        trail={a}
        met={isApart ? listOf(hopA) : shared.map((one) => one.hopA)}
        onOpen={onOpen}
      />
      <MeetingStrip
        {...strip}
        label={names[1]}
        trail={b}
        met={isApart ? listOf(hopB) : shared.map((one) => one.hopB)}
        // A page load: it is somebody else's until it is walked on.
        onOpen={undefined}
      />
      <div role="status" className="min-h-18 space-y-1 text-balance">
        {!isApart && (
          <p className="font-serif text-lg italic">
            {shared.length === 1
              ? `They meet at ${titleA}`
              : `They share ${shared.length} pictures, the first ${titleA}`}
          </p>
        )}
        {isApart && closest && (
          <>
            <p className="font-serif text-lg italic">
              They share no picture; nearest are {titleA} and {titleB}
            </p>
            <p className="text-muted text-xs">{howClose(closest.closeness)}</p>
          </>
        )}
        {isApart && data && !closest && (
          <p>
            They share no picture, and one of them asks with none that this gallery has: there is
            nothing to compare.
          </p>
        )}
        {isApart && !data && !error && <p className="text-muted">Looking for where they meet …</p>}
        {error && <p>{error.message}</p>}
        {shared.length > 1 && (
          <p className="text-muted text-xs">
            {shared
              .slice(0, MAX_SHARED_NAMED)
              .map((one) => titleOfHop(a, one.hopA, details))
              .join(" · ")}
            {shared.length > MAX_SHARED_NAMED && ` and ${shared.length - MAX_SHARED_NAMED} more`}
          </p>
        )}
        {fork && <p className="text-muted text-xs">{fork}</p>}
      </div>
      {hopA !== undefined && hopB !== undefined && (
        <div className="flex flex-wrap gap-2">
          <WayOn href={linkFor(withTip(a, hopA))} onOpen={onOpen}>
            Hop {pathTo(a, hopA).length} here
          </WayOn>
          <WayOn href={linkFor(withTip(b, hopB))}>Hop {pathTo(b, hopB).length} there</WayOn>
          {closest && (
            <WayOn href={mixLink(a, closest.a, b, closest.b)} onOpen={onOpen}>
              What the two have in common
            </WayOn>
          )}
        </div>
      )}
    </div>
  );
}

interface WayOnProps {
  readonly href: string;
  readonly onOpen?: ((href: string) => void) | undefined;
  readonly children: React.ReactNode;
}

function WayOn({ href, onOpen, children }: WayOnProps) {
  return (
    <a
      href={href}
      className="pill"
      onClick={(event) => {
        if (!onOpen || !isPlainClick(event)) return;
        event.preventDefault();
        onOpen(href);
      }}
    >
      {children}
    </a>
  );
}

function titleOfHop(
  trail: Trail,
  index: number,
  details: (id: ImageId) => TileDetails | undefined,
): string {
  const hop = trail.hops[index];
  return hop ? describeQuery(trail, hop, details).title : "";
}

function listOf(hop: number | undefined): number[] {
  return hop === undefined ? [] : [hop];
}

/** As honest as a wall: closeness among random pairs, and far is called far. */
function howClose(closeness: number): string {
  if (closeness < 0) return "How close they are cannot be told in a gallery this small.";
  if (isClose(closeness)) return closenessSentence(closeness);
  return `Not close: only ${closenessInWords(closeness)} here`;
}

/** Whether one was walked on from the other, as its code says. */
function forkOf(a: Trail, b: Trail, [nameA, nameB]: readonly [string, string]): string {
  if (a.fork && a.fork.of === fingerprint(b))
    return `${nameA} goes on from hop ${a.fork.hop} of ${nameB.toLowerCase()}.`;
  if (b.fork && b.fork.of === fingerprint(a))
    return `${nameB} goes on from hop ${b.fork.hop} of ${nameA.toLowerCase()}.`;
  return "";
}
