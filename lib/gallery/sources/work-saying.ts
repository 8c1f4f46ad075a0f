import { imageDetails } from "../image-details";
import { yearOf } from "../sidecar";
import { plainText } from "./plain-text";
import { sayingOf } from "./saying";
import type { Saying } from "./source";

/** What a collection says of a work; text may be HTML, and empty. */
export interface Work {
  readonly title?: string | null | undefined;
  readonly artist?: string | null | undefined;
  /** As a person would say it: "about 1830". */
  readonly date?: string | null | undefined;
  /** The first year that it may be of, where the collection has it as a number. */
  readonly year?: number | null | undefined;
  readonly medium?: string | null | undefined;
  readonly style?: string | null | undefined;
  readonly label?: string | null | undefined;
  readonly licence?: string | null | undefined;
  /** Whom to name besides the artist. */
  readonly credit?: string | null | undefined;
  /** The collection's name. */
  readonly source: string;
  /** The page about it. */
  readonly link: string;
}

/** What a work's image is said to be; what a field cannot have is left out. */
export function workSaying({ date, year, credit, ...fields }: Work): Saying {
  const said = plainText(date ?? "");
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const text = name === "link" ? value : plainText(value ?? "");
    if (text) known[name] = text;
  }
  const extra = {
    ...(said ? { date: said } : {}),
    ...(credit ? { credit: plainText(credit) } : {}),
  };
  for (const candidate of [year ?? undefined, yearOf(said)]) {
    if (candidate === undefined || !imageDetails.shape.year.safeParse(candidate).success) continue;
    known.year = candidate;
    break;
  }
  if (!imageDetails.shape.link.safeParse(known.link).success) known.link = undefined;
  return sayingOf({ ...known, ...(Object.keys(extra).length > 0 ? { extra } : {}) });
}
