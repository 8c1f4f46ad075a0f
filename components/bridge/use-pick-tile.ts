import { useEffect, useRef } from "react";
import type { ImageId } from "@/lib/energy/image-id";
import { decodeTrail } from "@/lib/trail/decode";

/**
 * While it is on, a click on a tile of the wall (or Enter on it) picks the tile instead of walking on,
 * and Escape gives up. Before the wall hears of either.
 */
export function usePickTile(
  isOn: boolean,
  onPick: (id: ImageId) => void,
  onGiveUp: () => void,
): void {
  const latest = useRef({ onPick, onGiveUp });
  useEffect(() => {
    latest.current = { onPick, onGiveUp };
  });
  useEffect(() => {
    if (!isOn) return;
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element && event.target.closest(".tile a[href^='/t/']");
      if (!(link instanceof HTMLAnchorElement)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { hops, tip } = decodeTrail(link.pathname.slice("/t/".length)).trail;
      const source = hops[tip]?.recipe.ingredients[0]?.source;
      if (source?.kind === "image") latest.current.onPick(source.id);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopImmediatePropagation();
      // Or the dialog that comes back would take it for its own.
      event.preventDefault();
      latest.current.onGiveUp();
    };
    document.addEventListener("click", onClick, { capture: true });
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => {
      document.removeEventListener("click", onClick, { capture: true });
      document.removeEventListener("keydown", onKeyDown, { capture: true });
    };
  }, [isOn]);
}
