import type { Problem } from "@/lib/search/contract";
import { Message } from "./message";

/** What a person reads first, by the problem's code. */
const TITLES: Readonly<Record<string, string>> = {
  unreachable: "Nobody answers",
  trail_damaged: "This link is damaged",
  embedder_overloaded: "Busy just now",
  embedder_unavailable: "The model is not running",
  store_unavailable: "The gallery cannot be read",
};

interface ProblemPanelProps {
  readonly problem: Problem;
  /** Absent where trying again cannot help. */
  readonly onRetry?: (() => void) | undefined;
}

/** A wall that could not be made: why, and the way on. */
export function ProblemPanel({ problem, onRetry }: ProblemPanelProps) {
  const isOffline =
    problem.code === "unreachable" && typeof navigator !== "undefined" && !navigator.onLine;
  return (
    <div role="alert">
      <Message
        title={isOffline ? "You are offline" : (TITLES[problem.code] ?? "That did not work")}
        actions={
          <>
            {onRetry && (
              <button type="button" onClick={onRetry} className="pill">
                Try again
              </button>
            )}
            <a href="/" className="pill">
              The opening wall
            </a>
          </>
        }
      >
        <p>
          {isOffline
            ? "Pictures that were loaded before still show. The wall comes as soon as you are back."
            : problem.detail}
        </p>
      </Message>
    </div>
  );
}
