import type { Problem } from "@/lib/search/contract";
import { isOnline, problemInWords } from "./problem-in-words";

interface FailedNoticeProps {
  readonly problem: Problem;
  readonly onRetry: () => void;
}

/** A wall that did not come while another is still there: that one stays. */
export function FailedNotice({ problem, onRetry }: FailedNoticeProps) {
  const { title, text } = problemInWords(problem, isOnline());
  return (
    <div
      role="alert"
      className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-raised px-4 py-3 text-sm"
    >
      <p className="min-w-0 flex-1 basis-64">
        <strong className="font-medium">{title}.</strong> {text} Until then, the wall before.
      </p>
      <button type="button" onClick={onRetry} className="pill">
        Try again
      </button>
    </div>
  );
}
