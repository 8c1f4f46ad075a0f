import { type MouseEvent, type PointerEvent, useEffect, useRef } from "react";
import { tileIndexOf } from "./use-wall-keys";

const LONG_PRESS_MS = 450;
const MOVED_PX = 10;

/** Handlers for the wall's list: a finger that rests on a tile shows it large. */
export function useLongPress(onEnlarge: (index: number) => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number }>(undefined);
  const hasFired = useRef(false);

  const cancel = () => {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  };
  useEffect(() => () => clearTimeout(press.current?.timer), []);

  return {
    onPointerDown(event: PointerEvent) {
      cancel();
      hasFired.current = false;
      const index = tileIndexOf(event.target);
      if (event.pointerType !== "touch" || !event.isPrimary || index === undefined) return;
      const timer = setTimeout(() => {
        hasFired.current = true;
        swallowClick();
        onEnlarge(index);
      }, LONG_PRESS_MS);
      press.current = { timer, x: event.clientX, y: event.clientY };
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const at = press.current;
      if (at && Math.hypot(clientX - at.x, clientY - at.y) > MOVED_PX) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    /** The browser's own menu for links would open over the large picture. */
    onContextMenu(event: MouseEvent) {
      if (hasFired.current || press.current) event.preventDefault();
    },
  };
}

/**
 * Lifting the finger after a long press is not a click, neither on the tile nor on what has come
 * under the finger meanwhile.
 */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("click", swallow, { capture: true, once: true });
  window.addEventListener(
    "pointerdown",
    () => window.removeEventListener("click", swallow, { capture: true }),
    { capture: true, once: true },
  );
}
