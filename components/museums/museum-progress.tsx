import type { IngestProgress } from "@/lib/gallery/ingest-progress";
import { SkippedList } from "../owner/skipped-list";
import { MuseumCard } from "./museum-card";
import { museumsInWords, worksToCome } from "./museums-in-words";

/** Who cannot see the bar hears of every so many works. */
const HEARD_EVERY = 50;

interface MuseumProgressProps {
  readonly progress: IngestProgress;
  readonly isStopping: boolean;
  /** Whether a button here was pressed, and may have gone. */
  readonly hasActed: boolean;
  /** Why it could not be stopped, or gone on with. */
  readonly problem: string | undefined;
  readonly onStop: () => void;
  readonly onStart: () => void;
  readonly onShow: () => void;
}

/** How far the works of museums have come, and what became of them. */
export function MuseumProgress(props: MuseumProgressProps) {
  const { progress, isStopping, problem } = props;
  const { title, text } = museumsInWords(progress, isStopping);
  const { state, done, added, skipped } = progress;
  const isRunning = state === "running";
  const heard = isRunning ? `${HEARD_EVERY * Math.floor(added / HEARD_EVERY)} works are in.` : text;
  return (
    <MuseumCard title={title} actions={<Actions {...props} />} takesFocus={props.hasActed}>
      <p className="mt-0.5 max-w-4xl text-pretty break-words text-muted tabular-nums">{text}</p>
      <p className="sr-only" role="status">
        {heard}
      </p>
      {isRunning && (
        <progress
          value={done}
          max={Math.max(worksToCome(progress), 1)}
          aria-label="How far the works have come"
          className="spectrum-progress mt-3"
        />
      )}
      {problem && (
        <p role="alert" className="mt-2 border-ink border-l-2 pl-3">
          {problem}
        </p>
      )}
      {!isRunning && <SkippedList skipped={skipped} />}
    </MuseumCard>
  );
}

function Actions({ progress, isStopping, onStop, onStart, onShow }: MuseumProgressProps) {
  const { state, added, isStopped, isStoppable } = progress;
  if (state === "running") {
    return isStoppable ? (
      <button type="button" onClick={onStop} disabled={isStopping} className="pill">
        {isStopping ? "Stopping …" : "Stop"}
      </button>
    ) : null;
  }
  return (
    <>
      {added > 0 && (
        <button type="button" onClick={onShow} className="pill">
          See the wall
        </button>
      )}
      {(isStopped || state === "failed") && (
        <button type="button" onClick={onStart} className="pill">
          {isStopped ? "Go on" : "Try again"}
        </button>
      )}
    </>
  );
}
