import type { TakenItem } from "@/lib/takeaway/taken-item";
import { titleOf, yearInWords } from "../wall/tile-name";
import type { Credits } from "./fetch-credits";

/** What a credit roll says of one thing. Nothing that is owed is left out: what is not known is said to be. */
export interface Credit {
  readonly title: string;
  /** Who made it and when. */
  readonly by: string;
  /** Under which terms, and where it is from. */
  readonly terms: string;
  readonly link?: string;
  /** What is missing of it. */
  readonly missing?: string;
}

/** What is owed to one thing. */
export function creditOf(item: TakenItem, { images }: Pick<Credits, "images">): Credit {
  if (item.kind === "words") {
    return { title: `“${item.text}”`, by: "Words that were asked with", terms: "" };
  }
  if (item.kind === "guest") {
    return {
      title: "A picture from outside",
      by: "Artist unknown",
      terms: "Licence unknown · source unknown",
      missing: "Shown as its blur: the picture stays in the browser that brought it",
    };
  }
  const image = images.get(item.id);
  if (!image) {
    return {
      title: `Picture ${item.id}`,
      by: "Artist unknown",
      terms: "Licence unknown · source unknown",
      missing: "Not in this gallery: what was known of it went with it",
    };
  }
  const { artist, year, medium, licence, source, link, generated } = image.details;
  const by = [artist ?? "Artist unknown", year === undefined ? undefined : yearInWords(year)];
  const terms = [
    licence ?? "Licence unknown",
    source ?? "source unknown",
    medium,
    generated ? "made by a generator" : undefined,
  ];
  const missing = MISSING_FILES[image.files];
  return {
    title: titleOf(image),
    by: by.filter(Boolean).join(", "),
    terms: terms.filter(Boolean).join(" · "),
    ...(link ? { link } : {}),
    ...(missing ? { missing } : {}),
  };
}

const MISSING_FILES = {
  whole: undefined,
  original_missing: "Its original is missing: moved or changed since it was added",
  thumbnail_missing: "Its thumbnail is missing: shown as its blur",
} as const;

/** A credit as one line. */
export function creditLine({ title, by, terms, link, missing }: Credit): string {
  return [title, by, terms, link, missing].filter(Boolean).join(". ");
}
