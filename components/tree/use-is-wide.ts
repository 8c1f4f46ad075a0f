import { useSyncExternalStore } from "react";

/** As in app/tree.css: what is chosen stands beside the tree, not below it. */
const WIDE = "(width >= 56rem)";

/** Whether the screen has room beside a tree; a tree grows to the right there, else down. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(WIDE);
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
}
