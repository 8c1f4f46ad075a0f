import type { ChangeEvent, ClipboardEvent, DragEvent } from "react";
import type { Problem } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { broughtBy } from "../guests/brought-by";
import type { Brought } from "../guests/send-guest";
import { describeIngredient } from "../trail/describe-query";
import { latestPictures, type PictureSource } from "../trail/latest-pictures";
import { SmallFigure } from "../trail/small-figure";
import type { TrailPanelProps } from "../trail/trail-panel";
import type { Goal } from "./bridge-trail";

interface GoalChooserProps extends TrailPanelProps {
  /** Whether the server looks at a picture that was brought. */
  readonly isBusy: boolean;
  readonly problem: Problem | undefined;
  readonly onBrought: (brought: readonly Brought[]) => void;
  /** Wants a tile of the wall. */
  readonly onPick: () => void;
  readonly onGoal: (goal: Goal) => void;
}

/** Pictures of the trail that are offered: the latest. */
const MAX_OFFERED = 24;

/** The ways to say where a bridge leads: the wall, a picture of one's own, this trail. */
export function GoalChooser(props: GoalChooserProps) {
  const { trail, details, showsMature, isBusy, problem, onBrought, onPick, onGoal } = props;
  const take = (carried: DataTransfer) => {
    const [first] = broughtBy(carried, window.location.origin);
    if (first) onBrought([first]);
  };
  // Kept from the window, for which a picture that comes is the next query.
  const onPaste = (event: ClipboardEvent) => {
    event.stopPropagation();
    take(event.clipboardData);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    take(event.dataTransfer);
  };
  const onFile = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = Array.from(event.currentTarget.files ?? []);
    event.currentTarget.value = "";
    if (file) onBrought([{ file }]);
  };
  const offered = picturesOf(trail);
  return (
    <section
      aria-label="The other end"
      onPaste={onPaste}
      onDrop={onDrop}
      onDragOver={(event) => event.preventDefault()}
      className="mt-4 border-line border-t pt-4"
    >
      <div className="flex flex-wrap items-center gap-2">
        <button type="button" data-first-focus onClick={onPick} className="pill">
          Choose on the wall
        </button>
        <label className="pill cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-ink">
          A picture of yours
          <input
            type="file"
            accept="image/*,.avif,.heic,.tif,.tiff,.svg"
            onChange={onFile}
            disabled={isBusy}
            className="sr-only"
          />
        </label>
        <span className="text-muted text-xs">or drop or paste one here</span>
      </div>
      {isBusy && (
        <p role="status" className="mt-3 text-muted">
          Looking at your picture …
        </p>
      )}
      {problem && !isBusy && (
        <p role="alert" className="mt-3 break-words border-ink border-l-2 pl-3">
          {problem.detail}
        </p>
      )}
      {offered.length > 0 && (
        <>
          <h3 className="mt-5 mb-2 text-muted text-xs">Or one of this trail</h3>
          <ul className="flex flex-wrap gap-2">
            {offered.map((source) => {
              const query = describeIngredient(trail, { source, weight: 1 }, details);
              return (
                <li key={source.id}>
                  <button
                    type="button"
                    aria-label={`Bridge to ${query.title}`}
                    title={query.title}
                    onClick={() => onGoal({ source })}
                    className="block size-16 overflow-hidden rounded hover:opacity-80"
                  >
                    <SmallFigure query={query} details={details} showsMature={showsMature} />
                  </button>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </section>
  );
}

/** Images and guests that the trail asks with elsewhere than at its tip. */
function picturesOf(trail: Trail): PictureSource[] {
  const here = new Set<string>();
  for (const { source } of trail.hops[trail.tip]?.recipe.ingredients ?? []) {
    if (source.kind !== "words") here.add(source.id);
  }
  return latestPictures(
    trail,
    MAX_OFFERED,
    ({ source, weight }) => weight >= 0 && source.kind !== "words" && !here.has(source.id),
  );
}
