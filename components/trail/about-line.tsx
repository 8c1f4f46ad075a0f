import type { AboutWords } from "@/lib/search/contract";
import { NamedColours } from "./named-colours";

interface AboutLineProps {
  readonly about: AboutWords | undefined;
  /** What it is about: "This query", "This trail". */
  readonly label: string;
}

/**
 * What a query or a trail is about: a few words, its colours by name, its light. They come after the
 * wall, so they are one line whatever they are, in a place that is kept for them: nothing moves.
 */
export function AboutLine({ about, label }: AboutLineProps) {
  if (!about) return null;
  const { terms, colours, light } = about;
  if (terms.length + colours.length === 0 && !light) return null;
  return (
    <p title={aboutText(about)} className="h-4.5 min-w-0 truncate text-muted text-xs">
      <span className="sr-only">{label}: </span>
      {terms.length > 0 && <span className="mr-2">{terms.join(", ")}</span>}
      <NamedColours colours={colours} />
      {light && <span>{light}</span>}
    </p>
  );
}

/** The same as one line of text, for titles and descriptions; may be empty. */
export function aboutText(about: AboutWords | undefined): string {
  if (!about) return "";
  return [
    about.terms.join(", "),
    about.colours.map(({ name }) => name).join(", "),
    about.light ?? "",
  ]
    .filter((part) => part !== "")
    .join("; ");
}
