import type { Problem } from "@/lib/search/contract";

/** What to quote when asking about a failure that is the server's: its log has the same id. */
export function ProblemReference({ problem }: { readonly problem: Problem }) {
  const { status, requestId } = problem;
  if (status < 500 || requestId === undefined) return null;
  return (
    <p className="text-xs">
      If you ask about it, quote <code className="select-all">{requestId}</code>.
    </p>
  );
}
