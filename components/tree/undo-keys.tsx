import { useEffect, useRef } from "react";
import { isTyping } from "../controls/is-typing";
import { useSaid } from "../controls/use-said";
import { stepInWords } from "./step-in-words";
import type { Branches } from "./use-branches";

/** How long it is said what was undone, in ms. */
const SAID_MS = 6_000;

/**
 * Ctrl or ⌘ with Z undoes the last change of the trail, with Shift as well does it again; in a field
 * they are the field's own. Says what it was.
 */
export function UndoKeys({ branches }: { readonly branches: Branches }) {
  const [said, say] = useSaid(SAID_MS);
  const latest = useRef(branches);
  useEffect(() => {
    latest.current = branches;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      const isRedo = (key === "z" && event.shiftKey) || (key === "y" && event.ctrlKey);
      if (key !== "z" && !isRedo) return;
      const { undoable, redoable, undo, redo } = latest.current;
      const step = isRedo ? redoable : undoable;
      if (!step) return;
      event.preventDefault();
      if (isRedo) redo();
      else undo();
      say(`${isRedo ? "Done again" : "Undone"}: ${stepInWords(step)}.`);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [say]);
  return (
    <p role="status" className={said ? "px-3 pb-3 text-muted text-sm sm:px-5" : "sr-only"}>
      {said}
    </p>
  );
}
