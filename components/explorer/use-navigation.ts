import { useCallback, useLayoutEffect, useRef, useState } from "react";

/** Where someone is: a trail, or the opening wall. */
export interface Place {
  /** The trail's code; `undefined` for the opening wall. */
  readonly code: string | undefined;
  /** Name of the history entry; scroll positions are kept under it. Empty on the server. */
  readonly key: string;
  /** How it was come to: anew, by Back, Forward or a reload. */
  readonly arrival: "first" | "new" | "back";
}

interface Navigation {
  readonly place: Place;
  /** Goes to a page of this app, as a new history entry. */
  readonly go: (href: string) => void;
}

/**
 * Pages by the browser's own history. Next's router takes no part: it would ask the server for a
 * page that the browser can build from one wall, and send a trail of 8 KB twice in one request's
 * headers, which is more than proxies carry (docs/adr/0005).
 *
 * History is written through its prototype, past the router's patch, and `popstate` is taken in the
 * capture phase, so that the router never sees an entry it would answer with a reload. Should this
 * component be gone (an error page), the router does answer, and a reload is right.
 */
export function useNavigation(firstCode: string | undefined): Navigation {
  const [place, setPlace] = useState<Place>({ code: firstCode, key: "", arrival: "first" });
  const keys = useRef(0);

  useLayoutEffect(() => {
    const written = window.history.scrollRestoration;
    window.history.scrollRestoration = "manual";
    const known = entryKey();
    const key = known ?? newKey(keys);
    if (!known) write("replaceState", { ...window.history.state, wavelength: key });
    setPlace({ code: codeOf(window.location.pathname), key, arrival: known ? "back" : "first" });

    const onPopState = (event: PopStateEvent) => {
      event.stopImmediatePropagation();
      setPlace({
        code: codeOf(window.location.pathname),
        key: entryKey() ?? newKey(keys),
        arrival: "back",
      });
    };
    window.addEventListener("popstate", onPopState, { capture: true });
    return () => {
      window.removeEventListener("popstate", onPopState, { capture: true });
      window.history.scrollRestoration = written;
    };
  }, []);

  const go = useCallback((href: string) => {
    const key = newKey(keys);
    write("pushState", { wavelength: key }, href);
    setPlace({ code: codeOf(href), key, arrival: "new" });
  }, []);

  return { place, go };
}

/** The trail code in a path; `undefined` for the opening wall. */
export function codeOf(path: string): string | undefined {
  return path.startsWith("/t/") ? path.slice("/t/".length) : undefined;
}

function write(method: "pushState" | "replaceState", state: unknown, href = ""): void {
  History.prototype[method].call(window.history, state, "", href || undefined);
}

function entryKey(): string | undefined {
  const state: unknown = window.history.state;
  const key = typeof state === "object" && state !== null && "wavelength" in state;
  return key && typeof state.wavelength === "string" ? state.wavelength : undefined;
}

/** Unique in this tab, reloads included. */
function newKey(keys: { current: number }): string {
  keys.current++;
  return `${Date.now().toString(36)}.${keys.current}`;
}
