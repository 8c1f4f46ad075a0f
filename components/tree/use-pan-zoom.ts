import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import {
  bringIn,
  fitView,
  keepInReach,
  type Size,
  type TreeView,
  viewAround,
  zoomAt,
} from "@/lib/layout/tree-view";

/** A press that moves less than this is a click, in px. */
const DRAG_PX = 5;
/** One press of a zoom button or key. */
const ZOOM_STEP = 1.35;
/** Around a node that is brought in and around the whole tree, in px. */
const MARGIN_PX = 56;
/** Smaller than this a hop is a patch of colour: a tree opens at its current hop instead. */
const READABLE_SCALE = 0.65;

/** Before there is anything to measure. */
const FIRST_VIEW: TreeView = { left: 0, top: 0, scale: 1 };

/** Where a hop is in a drawing. */
export interface Square {
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

/** A drawing as it is seen, and what moves it. */
export interface PanZoom {
  readonly view: TreeView;
  /** Of what is seen through, in px; 0 × 0 before it is measured. */
  readonly room: Size;
  /** It is dragged. */
  readonly isHeld: boolean;
  /** The last change was one step and not a hand's: it takes its time. */
  readonly isEased: boolean;
  readonly zoomBy: (steps: number) => void;
  readonly seeAll: () => void;
  readonly show: (square: Square) => void;
}

/**
 * Pans and zooms a drawing: drag, wheel, two fingers. A drag that began on something to click is no
 * click.
 *
 * @param drawing in px at scale 1.
 * @param first what has to be seen when the whole is too large to be read.
 */
export function usePanZoom(
  frame: RefObject<HTMLElement | null>,
  drawing: Size,
  first: Square,
): PanZoom {
  const [{ view, isEased }, setSeen] = useState({ view: FIRST_VIEW, isEased: false });
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  const [isHeld, setHeld] = useState(false);
  const latest = useRef({ drawing, room, first });
  latest.current = { drawing, room, first };
  const isPlaced = useRef(false);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => {
      const next = { width: element.clientWidth, height: element.clientHeight };
      setRoom(next);
      if (isPlaced.current || next.width === 0) return;
      isPlaced.current = true;
      const { drawing: all, first: hop } = latest.current;
      const whole = fitView(all, next, MARGIN_PX);
      const middle = { x: hop.left + hop.size / 2, y: hop.top + hop.size / 2 };
      const first =
        whole.scale >= READABLE_SCALE
          ? whole
          : viewAround(all, next, MARGIN_PX, { ...middle, scale: READABLE_SCALE });
      setSeen({ view: first, isEased: false });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const change = (next: (view: TreeView) => TreeView) =>
      setSeen((before) => ({
        view: keepInReach(next(before.view), latest.current.drawing, latest.current.room),
        isEased: false,
      }));
    const fingers = new Map<number, { x: number; y: number }>();
    let dragged = 0;

    const at = ({ clientX, clientY }: MouseEvent) => {
      const { left, top } = element.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0) return;
      fingers.set(event.pointerId, at(event));
      if (fingers.size === 1) dragged = 0;
    };
    const onUp = (event: PointerEvent) => {
      fingers.delete(event.pointerId);
      if (fingers.size === 0) setHeld(false);
    };
    const onMove = (event: PointerEvent) => {
      // It was let go outside of the frame, where nobody heard of it.
      if (event.buttons === 0) return onUp(event);
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const now = at(event);
      const [other] = [...fingers].flatMap(([id, point]) =>
        id === event.pointerId ? [] : [point],
      );
      dragged += Math.hypot(now.x - before.x, now.y - before.y);
      if (dragged < DRAG_PX) return;
      if (!element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId);
      setHeld(true);
      fingers.set(event.pointerId, now);
      const factor = other
        ? Math.hypot(now.x - other.x, now.y - other.y) /
          Math.max(1, Math.hypot(before.x - other.x, before.y - other.y))
        : 1;
      // Of two fingers each moves the drawing by half of its way.
      const share = other ? 0.5 : 1;
      const middle = other ? { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 } : now;
      change((seen) => {
        const moved = {
          ...seen,
          left: seen.left + (now.x - before.x) * share,
          top: seen.top + (now.y - before.y) * share,
        };
        return zoomAt(moved, factor, middle.x, middle.y);
      });
    };
    const onClick = (event: MouseEvent) => {
      if (dragged < DRAG_PX) return;
      event.preventDefault();
      event.stopPropagation();
      dragged = 0;
    };
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const px = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 40;
      const { x, y } = at(event);
      change((seen) =>
        event.ctrlKey || event.metaKey
          ? zoomAt(seen, Math.exp(-event.deltaY * px * 0.01), x, y)
          : { ...seen, left: seen.left - event.deltaX * px, top: seen.top - event.deltaY * px },
      );
    };

    element.addEventListener("pointerdown", onDown);
    element.addEventListener("pointermove", onMove);
    element.addEventListener("pointerup", onUp);
    element.addEventListener("pointercancel", onUp);
    element.addEventListener("click", onClick, { capture: true });
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      element.removeEventListener("pointerdown", onDown);
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerup", onUp);
      element.removeEventListener("pointercancel", onUp);
      element.removeEventListener("click", onClick, { capture: true });
      element.removeEventListener("wheel", onWheel);
    };
  }, [frame]);

  const ease = (next: (view: TreeView) => TreeView) =>
    setSeen((before) => ({ view: next(before.view), isEased: true }));
  return {
    view,
    room,
    isHeld,
    isEased,
    zoomBy: (steps) =>
      ease((seen) => zoomAt(seen, ZOOM_STEP ** steps, room.width / 2, room.height / 2)),
    seeAll: () => ease(() => fitView(drawing, room, MARGIN_PX)),
    show: (square) => ease((seen) => bringIn(seen, square, room, MARGIN_PX)),
  };
}
