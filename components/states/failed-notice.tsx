import type { Problem } from "@/lib/search/contract";

interface FailedNoticeProps {
  readonly problem: Problem;
  readonly onRetry: () => void;
}

/** A wall that did not come while another is still there: that one stays. */
export function FailedNotice({ problem, onRetry }: FailedNoticeProps) {
  return (
    <div
      role="alert"
      className="mx-3 mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 rounded border border-line bg-raised px-4 py-3 text-sm sm:mx-5"
    >
      <p className="min-w-0 flex-1">
        <strong className="font-medium">The wall did not come.</strong> {problem.detail} What you
        see is the wall before.
      </p>
      <button type="button" onClick={onRetry} className="pill">
        Try again
      </button>
    </div>
  );
}
