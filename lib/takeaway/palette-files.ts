import type { ShownColour } from "@/lib/words/shown-colours";

/**
 * A palette as CSS custom properties, largest share first: `--rust: #a0482b; /* 42 % *\/`.
 *
 * @param name of what it is the palette of; any text.
 */
export function cssPalette(name: string, colours: readonly ShownColour[]): string {
  const lines = named(colours).map(
    ({ property, rgb, share }) => `  --${property}: ${rgb}; /* ${Math.round(100 * share)} % */`,
  );
  // A comment ends at its first "*/", whoever wrote it.
  const title = oneLine(name).replaceAll("*/", "* /");
  return [`/* ${title}: palette, by Wavelength */`, ":root {", ...lines, "}", ""].join("\n");
}

/** A palette for GIMP, Inkscape, Krita and Aseprite (https://developer.gimp.org/core/standards/gpl/). */
export function gplPalette(name: string, colours: readonly ShownColour[]): string {
  const lines = colours.map(({ name: colour, rgb }) => {
    const channels = [1, 3, 5].map((at) => Number.parseInt(rgb.slice(at, at + 2), 16));
    return `${channels.map((value) => String(value).padStart(3)).join(" ")}\t${oneLine(colour)}`;
  });
  const columns = Math.max(1, Math.min(8, colours.length));
  return ["GIMP Palette", `Name: ${oneLine(name)}`, `Columns: ${columns}`, "#", ...lines, ""].join(
    "\n",
  );
}

/** Colours with names that CSS takes, each once. */
function named(colours: readonly ShownColour[]) {
  const taken = new Set<string>();
  return colours.map((colour, i) => {
    const slug =
      colour.name
        .toLowerCase()
        .match(/[a-z0-9]+/g)
        ?.join("-") ?? `colour-${i + 1}`;
    const property = taken.has(slug) ? `${slug}-${i + 1}` : slug;
    taken.add(property);
    return { ...colour, property };
  });
}

/** Without line breaks and what else a terminal or a parser would obey. */
function oneLine(text: string): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim();
  return line === "" ? "Wavelength" : line;
}
