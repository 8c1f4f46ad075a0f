import { type RefObject, useEffect, useRef } from "react";
import { DEFAULT_ZOOM, MAX_ZOOM, MIN_ZOOM } from "@/lib/layout/column-width";
import { isTyping } from "../controls/is-typing";

/** A pinch steps once for each change of distance by this factor. */
const PINCH_STEP = 1.3;
/** Wheel travel with Ctrl held that makes one step; a trackpad's pinch sends small deltas. */
const WHEEL_STEP_PX = 40;

/**
 * Zoom of the wall by keys (+, −, 0), Ctrl and wheel, and pinch. What is under the fingers or the
 * pointer stays there.
 *
 * @param holdY told the height on screen, in px, that the coming zoom should hold in place.
 */
export function useZoomGestures(
  wall: RefObject<HTMLElement | null>,
  zoom: number,
  setZoom: (zoom: number) => void,
  holdY: RefObject<number | undefined>,
): void {
  const current = useRef({ zoom, setZoom });
  useEffect(() => {
    current.current = { zoom, setZoom };
  });

  useEffect(() => {
    const element = wall.current;
    if (!element) return;
    let wheeled = 0;
    let pinched = 0;

    const zoomBy = (steps: number, centreY?: number) => {
      const next = Math.max(MIN_ZOOM, Math.min(MAX_ZOOM, current.current.zoom + steps));
      if (next === current.current.zoom) return;
      holdY.current = centreY;
      current.current.zoom = next;
      current.current.setZoom(next);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "+" || event.key === "=") zoomBy(1);
      else if (event.key === "-" || event.key === "_") zoomBy(-1);
      else if (event.key === "0") zoomBy(DEFAULT_ZOOM - current.current.zoom);
    };
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      wheeled += event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * 40;
      if (Math.abs(wheeled) < WHEEL_STEP_PX) return;
      zoomBy(wheeled > 0 ? -1 : 1, event.clientY);
      wheeled = 0;
    };
    const onTouchStart = (event: TouchEvent) => {
      pinched = event.touches.length === 2 ? spread(event.touches).distance : 0;
    };
    const onTouchMove = (event: TouchEvent) => {
      if (event.touches.length !== 2 || pinched === 0) return;
      event.preventDefault();
      const { distance, centreY } = spread(event.touches);
      if (distance < pinched * PINCH_STEP && distance > pinched / PINCH_STEP) return;
      zoomBy(distance > pinched ? 1 : -1, centreY);
      pinched = distance;
    };

    window.addEventListener("keydown", onKeyDown);
    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("touchstart", onTouchStart, { passive: true });
    element.addEventListener("touchmove", onTouchMove, { passive: false });
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("touchstart", onTouchStart);
      element.removeEventListener("touchmove", onTouchMove);
    };
  }, [wall, holdY]);
}

function spread(touches: TouchList): { distance: number; centreY: number } {
  const [a, b] = [touches[0], touches[1]];
  if (!a || !b) return { distance: 0, centreY: 0 };
  return {
    distance: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    centreY: (a.clientY + b.clientY) / 2,
  };
}
