import { type CSSProperties, type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import type { Size } from "@/lib/layout/tree-view";
import { type PanZoom, type Square, usePanZoom } from "./use-pan-zoom";
import { ZoomButtons } from "./zoom-buttons";

interface TreeFrameProps {
  /** Of the drawing at scale 1, in px. */
  readonly drawing: Size;
  /** The hop that keys are about, and where it is in the drawing. */
  readonly chosen: number;
  readonly square: Square;
  /** @returns whether the key did something. */
  readonly onKey: (key: string) => boolean;
  /** What is drawn. It is not made anew while it is moved. */
  readonly children: React.ReactNode;
}

/** Below this there is no room for words. */
const LEGIBLE_SCALE = 0.5;

/** What a tree is seen through. */
export function TreeFrame({ drawing, chosen, square, onKey, children }: TreeFrameProps) {
  const frame = useRef<HTMLDivElement>(null);
  const zoom = usePanZoom(frame, drawing, square);
  useFollowFocus(frame, chosen, () => zoom.show(square));

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!zoomKey(event.key, zoom) && !onKey(event.key)) return;
    event.preventDefault();
    // The wall behind has keys of its own.
    event.stopPropagation();
  };
  const { left, top, scale } = zoom.view;
  const style: CSSProperties & { readonly "--tree-scale": number } = {
    "--tree-scale": scale,
    width: drawing.width,
    height: drawing.height,
    transform: `translate(${left}px, ${top}px) scale(${scale})`,
  };
  return (
    <div ref={frame} className="tree-frame" data-held={zoom.isHeld || undefined}>
      <div
        role="tree"
        aria-label="Hops of this trail"
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className="tree-drawing"
        data-eased={zoom.isEased || undefined}
        data-far={scale < LEGIBLE_SCALE || undefined}
        style={style}
      >
        {children}
      </div>
      <ZoomButtons zoom={zoom} />
    </div>
  );
}

function zoomKey(key: string, { zoomBy, seeAll }: PanZoom): boolean {
  if (key === "+" || key === "=") zoomBy(1);
  else if (key === "-" || key === "_") zoomBy(-1);
  else if (key === "0") seeAll();
  else return false;
  return true;
}

/** The chosen hop has the focus where the tree has it, and is in sight. */
function useFollowFocus(
  frame: RefObject<HTMLElement | null>,
  chosen: number,
  show: () => void,
): void {
  const latest = useRef(show);
  latest.current = show;
  const before = useRef(chosen);
  useEffect(() => {
    if (before.current === chosen) return;
    before.current = chosen;
    latest.current();
    const tree = frame.current?.querySelector('[role="tree"]');
    if (!tree?.contains(document.activeElement) && document.activeElement !== document.body) return;
    tree?.querySelector<HTMLElement>(`[data-hop="${chosen}"]`)?.focus({ preventScroll: true });
  }, [frame, chosen]);
}
