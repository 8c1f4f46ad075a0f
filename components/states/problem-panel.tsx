import type { Problem } from "@/lib/search/contract";
import { Message } from "./message";
import { isOnline, problemInWords } from "./problem-in-words";
import { ProblemReference } from "./problem-reference";

interface ProblemPanelProps {
  readonly problem: Problem;
  /** Absent where trying again cannot help. */
  readonly onRetry?: (() => void) | undefined;
}

/** A wall that could not be made: why, and the way on. */
export function ProblemPanel({ problem, onRetry }: ProblemPanelProps) {
  const { title, text } = problemInWords(problem, isOnline());
  return (
    <div role="alert">
      <Message
        title={title}
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
        <p>{text}</p>
        <ProblemReference problem={problem} />
      </Message>
    </div>
  );
}
