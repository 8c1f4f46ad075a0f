"use client";

import { useCallback, useSyncExternalStore } from "react";
import { DEFAULT_ZOOM, MAX_ZOOM, MIN_ZOOM } from "@/lib/layout/column-width";

/** The ground that pictures lie on. */
export type Theme = "dark" | "light" | "system";

/** What this browser remembers of how a person likes to look. */
interface Preferences {
  readonly theme: Theme;
  readonly showMature: boolean;
  /** A step of the tile size, see `lib/layout/column-width.ts`. */
  readonly zoom: number;
}

const KEY = "wavelength.preferences";
const DEFAULTS: Preferences = { theme: "dark", showMature: false, zoom: DEFAULT_ZOOM };

/**
 * Runs before the first paint: a light page is not dark for a moment, and the first tiles are placed
 * at the size that was chosen (`place-first-tiles.ts`).
 */
export const PREFERENCES_SCRIPT = `(function(d){d.theme="${DEFAULTS.theme}";try{var p=JSON.parse(localStorage.getItem("${KEY}")||"{}");if(p.theme)d.theme=p.theme;if(p.zoom>=${MIN_ZOOM})d.zoom=p.zoom-${MIN_ZOOM}}catch(e){}})(document.documentElement.dataset)`;

let current: Preferences | undefined;
const listeners = new Set<() => void>();

function read(): Preferences {
  current ??= parse(readText());
  return current;
}

function readText(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage is switched off: the defaults, for this page.
    return null;
  }
}

function parse(text: string | null): Preferences {
  let json: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    json = JSON.parse(text ?? "{}") ?? {};
  } catch {
    // Somebody else wrote there: the defaults.
  }
  const { theme, showMature, zoom } = json;
  return {
    theme: theme === "light" || theme === "system" ? theme : DEFAULTS.theme,
    showMature: showMature === true,
    zoom:
      typeof zoom === "number" && Number.isInteger(zoom) && zoom >= MIN_ZOOM && zoom <= MAX_ZOOM
        ? zoom
        : DEFAULTS.zoom,
  };
}

function change(part: Partial<Preferences>): void {
  current = { ...read(), ...part };
  document.documentElement.dataset.theme = current.theme;
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // Full or switched off: it holds until the page is left.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key !== KEY) return;
    current = parse(newValue);
    document.documentElement.dataset.theme = current.theme;
    listener();
  };
  listeners.add(listener);
  window.addEventListener("storage", onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", onStorage);
  };
}

/** The preferences of this browser, kept in its storage and the same in all its tabs. */
export function usePreferences() {
  const preferences = useSyncExternalStore(subscribe, read, () => DEFAULTS);
  const setTheme = useCallback((theme: Theme) => change({ theme }), []);
  const setShowMature = useCallback((showMature: boolean) => change({ showMature }), []);
  const setZoom = useCallback((zoom: number) => change({ zoom }), []);
  return { ...preferences, setTheme, setShowMature, setZoom };
}
