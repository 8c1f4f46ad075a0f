import { useCallback, useLayoutEffect, useRef, useState } from "react";

/** Where someone is: a trail, or the opening wall. */
export interface Place {
  /** The trail's code; `undefined` for the opening wall. */
  readonly code: string | undefined;
  /** Name of the history entry; scroll positions are kept under it. Empty on the server. */
  readonly key: string;
  /** How it was come to: anew, by Back, Forward or a reload, by tuning what was looked at. */
  readonly arrival: "first" | "new" | "back" | "tuned";
}

interface Navigation {
  readonly place: Place;
  /** Goes to a page of this app, as a new history entry. */
  readonly go: (href: string) => void;
  /** Stays at this history entry, which becomes another page: a dial was turned. */
  readonly replace: (href: string) => void;
}

/**
 * How long the address waits for the dial to rest, in ms: browsers refuse to write history more than
 * some three times a second (Safari: 100 times in 30 s).
 */
const REST_MS = 350;

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
  const unwritten = useRef<{ readonly href: string; readonly timer: number }>(undefined);

  const writeNow = useCallback(() => {
    const waiting = unwritten.current;
    if (!waiting) return;
    window.clearTimeout(waiting.timer);
    unwritten.current = undefined;
    write("replaceState", window.history.state, waiting.href);
  }, []);

  useLayoutEffect(() => {
    window.addEventListener("pagehide", writeNow);
    return () => window.removeEventListener("pagehide", writeNow);
  }, [writeNow]);

  useLayoutEffect(() => {
    const written = window.history.scrollRestoration;
    window.history.scrollRestoration = "manual";
    const known = entryKey();
    const key = known ?? newKey();
    if (!known) write("replaceState", { ...window.history.state, wavelength: key });
    setPlace({ code: codeOf(window.location.pathname), key, arrival: known ? "back" : "first" });

    const onPopState = (event: PopStateEvent) => {
      event.stopImmediatePropagation();
      // Another entry is there already: what was tuned on the one before is not written into it.
      window.clearTimeout(unwritten.current?.timer);
      unwritten.current = undefined;
      setPlace({
        code: codeOf(window.location.pathname),
        key: entryKey() ?? newKey(),
        arrival: "back",
      });
    };
    window.addEventListener("popstate", onPopState, { capture: true });
    return () => {
      window.removeEventListener("popstate", onPopState, { capture: true });
      window.history.scrollRestoration = written;
    };
  }, []);

  const go = useCallback(
    (href: string) => {
      writeNow();
      // Whoever comes back to this entry has seen what it played.
      writePlaying(false);
      const key = newKey();
      write("pushState", { wavelength: key }, href);
      setPlace({ code: codeOf(href), key, arrival: "new" });
    },
    [writeNow],
  );

  const replace = useCallback(
    (href: string) => {
      window.clearTimeout(unwritten.current?.timer);
      unwritten.current = { href, timer: window.setTimeout(writeNow, REST_MS) };
      setPlace(({ key }) => ({ code: codeOf(href), key, arrival: "tuned" }));
    },
    [writeNow],
  );

  return { place, go, replace };
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

let keys = 0;

/** Unique in this tab, reloads included. */
export function newKey(): string {
  keys++;
  return `${Date.now().toString(36)}.${keys}`;
}

/** What the address says after its # while the page plays its trail. */
const PLAY_HASH = "#play";

/** Whether the address asks for the trail to be played. */
export function asksToPlay(): boolean {
  return window.location.hash === PLAY_HASH;
}

/** Has the address of this history entry ask for that, or no longer. */
export function writePlaying(isPlaying: boolean): void {
  if (asksToPlay() === isPlaying) return;
  write(
    "replaceState",
    window.history.state,
    window.location.pathname + (isPlaying ? PLAY_HASH : ""),
  );
}
