import type { IngestProgress } from "@/lib/gallery/ingest-progress";

/** Skipped files that are named; the command line lists them all. */
const MAX_NAMED = 20;

/** What was skipped and why, folded; nothing where nothing was. */
export function SkippedList({ skipped }: Pick<IngestProgress, "skipped">) {
  if (skipped.length === 0) return null;
  return (
    <details className="mt-2">
      <summary className="cursor-pointer text-muted">What was skipped, and why</summary>
      <ul className="mt-1 max-h-40 overflow-y-auto text-xs">
        {skipped.slice(0, MAX_NAMED).map(({ path, message: why }) => (
          <li key={path} className="break-words py-0.5">
            <span className="text-muted">{path}</span> {why}
          </li>
        ))}
      </ul>
    </details>
  );
}
