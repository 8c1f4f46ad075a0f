import { join } from "node:path";
import { GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import { logEvent } from "@/lib/log-event";

/** A name of our own: no font of the system is taken for it. */
const FAMILY = "Wavelength Card";

/**
 * Geist (SIL Open Font License 1.1), which Next ships for its own link previews: nothing is fetched,
 * and cards look the same on a machine without fonts.
 */
const FILE = "node_modules/next/dist/compiled/@vercel/og/Geist-Regular.ttf";

/** Latin with its accents and the punctuation of titles: what the font has for certain. */
const NOT_DRAWN =
  /[^\u0020-\u007e\u00a0-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]+/gu;

let isRegistered: boolean | undefined;

/**
 * Makes the font of cards known to the canvas, once a process.
 *
 * @returns whether it is there. Without it, cards have no words rather than a stranger's letters.
 */
export function registerCardFont(root: string = process.cwd()): boolean {
  if (isRegistered !== undefined) return isRegistered;
  isRegistered = GlobalFonts.registerFromPath(join(root, FILE), FAMILY) !== null;
  if (!isRegistered) logEvent("card_font_missing", { file: FILE });
  return isRegistered;
}

export function setFont(context: SKRSContext2D, size: number): void {
  context.font = `${size}px "${FAMILY}"`;
}

/** A text without what the font has no letters for, which would be boxes; may become empty. */
export function drawable(text: string): string {
  const kept = text.normalize("NFC").replaceAll(NOT_DRAWN, " ").replaceAll(/\s+/gu, " ").trim();
  return /[\p{L}\p{N}]/u.test(kept) ? kept : "";
}
