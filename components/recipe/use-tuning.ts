import { useCallback, useEffect, useRef, useState } from "react";
import type { Recipe } from "@/lib/energy/recipe";
import type { Trail } from "@/lib/trail/trail";
import { isTooLong, linkFor, withTipRecipe } from "@/lib/trail/tree";
import type { Place } from "../explorer/use-navigation";

/** Between two walls while a dial is turned, in ms: each is one search. */
const STEP_MS = 80;

interface Tuning {
  /** What the controls stand at: the tip's recipe, or what it is being turned to. */
  readonly recipe: Recipe | undefined;
  /** Turns what is looked at into another recipe, in place: not a new hop. */
  readonly tune: (recipe: Recipe) => void;
  /** Forgets what is on its way: the trail itself says what is asked now. */
  readonly settle: () => void;
  /** The last change would not fit into a link and was not made. */
  readonly isRefused: boolean;
}

/**
 * Tunes the tip's recipe. The controls follow at once, the wall as fast as it can: while one change
 * waits for its turn the next replaces it.
 */
export function useTuning(
  trail: Trail | undefined,
  place: Place,
  replace: (href: string) => void,
): Tuning {
  const [draft, setDraft] = useState<{ readonly key: string; readonly recipe: Recipe }>();
  const [isRefused, setRefused] = useState(false);
  const waiting = useRef<string>(undefined);
  const timer = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  // A change that waits belongs to the entry it was made on: Back must not be overwritten by it.
  const { key } = place;
  useEffect(() => {
    if (!key) return;
    waiting.current = undefined;
  }, [key]);

  const next = useCallback(() => {
    const href = waiting.current;
    waiting.current = undefined;
    timer.current = href === undefined ? 0 : window.setTimeout(next, STEP_MS);
    if (href !== undefined) replace(href);
  }, [replace]);

  const tune = useCallback(
    (recipe: Recipe) => {
      if (!trail) return;
      const href = linkFor(withTipRecipe(trail, recipe));
      setRefused(isTooLong(href));
      if (isTooLong(href)) return;
      setDraft({ key, recipe });
      waiting.current = href;
      if (timer.current === 0) next();
    },
    [trail, key, next],
  );

  const settle = useCallback(() => {
    waiting.current = undefined;
    setDraft(undefined);
  }, []);

  const isDrafted = draft !== undefined && draft.key === key && place.arrival === "tuned";
  return {
    recipe: isDrafted ? draft.recipe : trail?.hops[trail.tip]?.recipe,
    tune,
    settle,
    isRefused,
  };
}
