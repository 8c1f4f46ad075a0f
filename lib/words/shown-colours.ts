import { rgbOfLab } from "@/lib/energy/oklab";
import { findColours } from "./colour-words";
import type { NamedColour } from "./palette-in-words";
import { wordTokens } from "./word-tokens";

/** A colour by name, and what it looks like. */
export interface ShownColour extends NamedColour {
  /** "#rrggbb" */
  readonly rgb: string;
}

/** Colours with what they look like. */
export function shownColours(colours: readonly NamedColour[]): ShownColour[] {
  return colours.map(({ name, share }) => {
    const [found] = findColours(wordTokens(name));
    return { name, share, rgb: found ? hexOf(rgbOfLab(found.lab)) : "#808080" };
  });
}

function hexOf(rgb: readonly number[]): string {
  const byte = (value: number) => Math.max(0, Math.min(255, Math.round(value)));
  return `#${rgb.map((value) => byte(value).toString(16).padStart(2, "0")).join("")}`;
}
