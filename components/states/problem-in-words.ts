import type { Problem } from "@/lib/search/contract";

/** What a person reads first, by the problem's code. */
const TITLES: Readonly<Record<string, string>> = {
  unreachable: "Nobody answers",
  trail_damaged: "This link is damaged",
  embedder_overloaded: "Busy just now",
  embedder_unavailable: "The model is not running",
  store_unavailable: "The gallery cannot be read",
};

/** @param isOnline whether the browser believes that it has a network. */
export function problemInWords(
  { code, detail }: Problem,
  isOnline: boolean,
): { readonly title: string; readonly text: string } {
  if (code === "unreachable" && !isOnline) {
    return { title: "You are offline", text: "The wall comes as soon as you are back." };
  }
  return { title: TITLES[code] ?? "That did not work", text: detail };
}

/** Whether the browser believes that it has a network; a server that renders the page has one. */
export function isOnline(): boolean {
  return typeof navigator === "undefined" || navigator.onLine !== false;
}
