"use client";

import { useEffect } from "react";

/** How long something can be taken back. */
const OFFERED_MS = 10_000;

/** Something that was done, and can be undone. */
export interface Undoable {
  /** "Removed The Sea" */
  readonly text: string;
  readonly undo: () => void;
}

/** Offers to take back what was done last. */
export function UndoNotice({
  done,
  onEnd,
}: {
  readonly done: Undoable | undefined;
  readonly onEnd: () => void;
}) {
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(onEnd, OFFERED_MS);
    return () => clearTimeout(timer);
  }, [done, onEnd]);
  return (
    <div role="status" className="fixed inset-x-3 bottom-4 z-30 mx-auto max-w-md">
      {done && (
        <div className="flex items-center gap-3 rounded-lg border border-line bg-raised px-4 py-2 text-sm shadow-2xl">
          <p className="min-w-0 flex-1 break-words">{done.text}</p>
          <button
            type="button"
            onClick={() => {
              onEnd();
              done.undo();
            }}
            className="pill"
          >
            Undo
          </button>
        </div>
      )}
    </div>
  );
}
