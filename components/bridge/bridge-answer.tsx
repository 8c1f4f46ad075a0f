import { useQuery } from "@tanstack/react-query";
import type { MouseEvent } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import type { BridgeResponse, TileDetails } from "@/lib/search/contract";
import { encodeTrail } from "@/lib/trail/encode";
import type { Trail } from "@/lib/trail/trail";
import { linkFor } from "@/lib/trail/tree";
import { isPlainClick } from "../controls/is-plain-click";
import { bridgeQuery } from "../explorer/wall-query";
import { describeIngredient, describeQuery, type QueryDescription } from "../trail/describe-query";
import { SmallFigure } from "../trail/small-figure";
import type { TrailPanelProps } from "../trail/trail-panel";
import { closenessInWords } from "../wall/tile-name";
import { walkedTrail } from "./bridge-trail";

interface BridgeAnswerProps extends TrailPanelProps {
  /** The trail of two hops that the bridge is asked for with. */
  readonly asked: Trail;
  readonly isReal: boolean;
  /** Opens the trail with the bridge's hops. */
  readonly onWalk: (trail: Trail) => void;
  /** Wants another goal. */
  readonly onOther: () => void;
}

/** The bridge, or how far it came, or why there is none. */
export function BridgeAnswer(props: BridgeAnswerProps) {
  const { asked, isReal, trail, onWalk, onOther } = props;
  const { data, error, failureReason } = useQuery(bridgeQuery(encodeTrail(asked), isReal));
  const complaint = error ?? failureReason;
  return (
    <section aria-label="The bridge" className="mt-4 border-line border-t pt-4">
      {!data && !error && (
        <div role="status">
          <div className="spectrum" data-busy aria-hidden="true" />
          <p className="mt-3 text-muted">{complaint?.message ?? "Looking for a way …"}</p>
        </div>
      )}
      {error && (
        <p role="alert" className="break-words border-ink border-l-2 pl-3">
          {error.message}
        </p>
      )}
      {data && <Strip {...props} bridge={data} />}
      <div className="mt-4 flex flex-wrap gap-2">
        {data && (
          <button
            type="button"
            onClick={() => onWalk(walkedTrail(trail, asked, data))}
            className="pill border-ink"
          >
            {data.gap < 0 ? "Walk it" : "Walk it all the same"}
          </button>
        )}
        <button type="button" data-first-focus onClick={onOther} className="pill">
          Another end
        </button>
      </div>
    </section>
  );
}

interface StripProps extends BridgeAnswerProps {
  readonly bridge: BridgeResponse;
}

function Strip({ bridge, asked, trail, showsMature, onWalk }: StripProps) {
  const tiles = new Map(bridge.tiles.map((tile) => [tile.id, tile]));
  const details = (id: ImageId) => tiles.get(id);
  const open = (event: MouseEvent, walked: Trail) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onWalk(walked);
  };
  return (
    <>
      <p role="status" className="max-w-prose">
        {sentenceFor(bridge)}
      </p>
      <ol className="bridge-strip mt-4">
        {bridge.stops.map((stop, i) => {
          const query = describeStop(asked, bridge, i, details);
          const walked = walkedTrail(trail, asked, bridge, i);
          const isGap = i === bridge.gap;
          return (
            <li key={stop.id ?? `end ${i}`} data-gap={isGap || undefined}>
              <a
                href={linkFor(walked)}
                onClick={(event) => open(event, walked)}
                title={query.title}
              >
                <span className="bridge-stop">
                  <SmallFigure query={query} details={details} showsMature={showsMature} />
                </span>
                <span className="block truncate text-xs">
                  <span className="sr-only">Stop {i + 1}: </span>
                  {query.title}
                </span>
                <span className="block truncate text-muted text-xs tabular-nums">
                  {i === 0 ? "start" : `${isGap ? "leap · " : ""}${percent(stop.closeness)}`}
                  {i > 0 && <span className="sr-only"> of pairs are farther apart</span>}
                </span>
              </a>
            </li>
          );
        })}
      </ol>
    </>
  );
}

/** A stop as it is shown: the ends are what was asked with. */
function describeStop(
  asked: Trail,
  { stops }: BridgeResponse,
  i: number,
  details: (id: ImageId) => TileDetails | undefined,
): QueryDescription {
  const [start, goal] = asked.hops;
  const end = i === 0 ? start : i === stops.length - 1 ? goal : undefined;
  if (end) return describeQuery(asked, end, details);
  const id = stops[i]?.id;
  if (!id) return { title: "Picture", picture: undefined, words: [] };
  return describeIngredient(asked, { source: { kind: "image", id }, weight: 1 }, details);
}

/** What came of it, in words. */
function sentenceFor({ stops, gap, direct }: BridgeResponse): string {
  const least = Math.min(...stops.slice(1).map(({ closeness }) => closeness));
  if (gap >= 0) {
    const far = closenessInWords(stops[gap]?.closeness ?? -1) || "too far to say";
    return `There is no bridge of small steps. The nearest miss lies between stop ${gap} and stop ${gap + 1}: ${far}. Each side is a walk of small steps, and each stop opens.`;
  }
  if (stops.length === 2) return `They are neighbours already: ${closenessInWords(least)}.`;
  return `${stops.length} stops. Its largest step is ${closenessInWords(least)}; straight over it would be ${closenessInWords(direct)}.`;
}

function percent(closeness: number): string {
  return closeness < 0 ? "" : `${(Math.floor(closeness * 1_000) / 10).toFixed(1)} %`;
}
