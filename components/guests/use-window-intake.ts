import { useEffect, useRef, useState } from "react";
import { broughtBy } from "./brought-by";
import type { Brought } from "./send-guest";

/**
 * Takes pictures that are dropped or pasted anywhere in the window.
 *
 * @returns whether something that can be dropped hovers over the window.
 */
export function useWindowIntake(onBrought: (brought: readonly Brought[]) => void): boolean {
  const [isHovering, setHovering] = useState(false);
  const latest = useRef(onBrought);
  useEffect(() => {
    latest.current = onBrought;
  });

  useEffect(() => {
    const { origin } = window.location;
    // Enter and leave fire for every element on the way: only their balance says who is outside.
    let depth = 0;
    const carries = (event: DragEvent) =>
      event.dataTransfer?.types.some((type) => type === "Files" || type === "text/uri-list");
    const onEnter = (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      depth += 1;
      setHovering(true);
    };
    const onOver = (event: DragEvent) => {
      if (!carries(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    };
    const onLeave = (event: DragEvent) => {
      if (!carries(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setHovering(false);
    };
    const onDrop = (event: DragEvent) => {
      depth = 0;
      setHovering(false);
      if (!carries(event) || !event.dataTransfer) return;
      event.preventDefault();
      latest.current(broughtBy(event.dataTransfer, origin));
    };
    const onPaste = (event: ClipboardEvent) => {
      const { clipboardData, target } = event;
      if (!clipboardData) return;
      const isTyping = target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(target.tagName);
      if (isTyping && clipboardData.files.length === 0) return;
      const brought = broughtBy(clipboardData, origin);
      if (brought.length === 0) return;
      event.preventDefault();
      latest.current(brought);
    };
    window.addEventListener("dragenter", onEnter);
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    window.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("dragenter", onEnter);
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
      window.removeEventListener("paste", onPaste);
    };
  }, []);
  return isHovering;
}
