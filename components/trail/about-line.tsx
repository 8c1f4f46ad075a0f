import type { AboutWords } from "@/lib/search/contract";
import { NamedColours } from "./named-colours";

interface AboutLineProps {
  readonly about: AboutWords | undefined;
  /** What it is about: "This query", "This trail". */
  readonly label: string;
}

/** What a query or a trail is about: a few words, its colours by name, its light. */
export function AboutLine({ about, label }: AboutLineProps) {
  if (!about) return null;
  const { terms, colours, light } = about;
  if (terms.length + colours.length === 0 && !light) return null;
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5 text-muted text-xs">
      <span className="sr-only">{label}: </span>
      {terms.length > 0 && <span>{terms.join(", ")}</span>}
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
