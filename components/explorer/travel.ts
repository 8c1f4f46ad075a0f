/** What moves to where: an element of the page that is left, and who it is in the one that comes. */
export interface Traveller {
  readonly from: Element | null | undefined;
  /** Marked with `data-travel` in the page that comes. */
  readonly name: "query" | "previous";
}

/**
 * Changes the page so that the clicked tile is seen to travel to the query's place and the query
 * before it to the path (View Transitions). Where the browser has none, or the person asked for
 * less motion, the page changes at once.
 *
 * @param update changes the DOM before it returns.
 * @param within the part of the page that has the marked elements.
 */
export function travel(
  travellers: readonly Traveller[],
  update: () => void,
  within: ParentNode = document,
): void {
  if (!("startViewTransition" in document) || wantsStillness() || document.hidden) {
    update();
    return;
  }
  const named: HTMLElement[] = [];
  const name = (element: Element | null | undefined, as: string) => {
    if (!(element instanceof HTMLElement)) return;
    element.style.viewTransitionName = as;
    named.push(element);
  };
  const unname = () => {
    for (const element of named.splice(0)) element.style.viewTransitionName = "";
  };
  for (const { from, name: as } of travellers) name(from, as);
  const transition = document.startViewTransition(() => {
    unname();
    update();
    for (const { from, name: as } of travellers) {
      if (from) name(within.querySelector(`[data-travel="${as}"]`), as);
    }
  });
  // A transition that is skipped (another began) rejects `ready`; the page has changed all the same.
  transition.ready.catch(() => undefined);
  transition.finished.then(unname, unname);
}

/** Whether the person asked for less motion. */
export function wantsStillness(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
