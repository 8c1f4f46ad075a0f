import type { ImageId } from "@/lib/energy/image-id";
import type { AboutResponse, TileDetails } from "@/lib/search/contract";
import type { Trail } from "@/lib/trail/trail";
import { pathTo } from "@/lib/trail/tree";
import { aboutText } from "./about-line";
import { describeQuery } from "./describe-query";
import { hopsInWords } from "./hops-in-words";

/** Previews show some 200 characters of a description. */
const MAX_DESCRIPTION_CHARS = 200;

/** What a link to a trail says of it where it is shared. */
export interface ShareWords {
  /** What is being looked at. */
  readonly title: string;
  /** How long the way is and what it is about: "5 hops: sea, etching; rust, cream". */
  readonly description: string;
  /** For those who do not see the preview's picture. */
  readonly alt: string;
}

/**
 * A trail in words, for a link's preview.
 *
 * @param about words back; absent while the vocabulary is not there yet.
 */
export function shareWords(
  trail: Trail,
  details: (id: ImageId) => TileDetails | undefined,
  about: AboutResponse | undefined,
): ShareWords {
  const path = pathTo(trail);
  const titles = path.flatMap((index) => {
    const hop = trail.hops[index];
    return hop ? [describeQuery(trail, hop, details).title] : [];
  });
  const length = hopsInWords(path.length);
  const words = aboutText(about?.trail ?? about?.query);
  const title = titles.at(-1) ?? "";
  const way = titles.length > 1 ? `, from ${titles[0]} to ${title}` : `: ${title}`;
  return {
    title,
    description: cut(words === "" ? `A trail of ${length}${way}` : `${length}: ${words}`),
    alt: cut(`A trail of ${length}${way}`),
  };
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_DESCRIPTION_CHARS
    ? text
    : `${characters
        .slice(0, MAX_DESCRIPTION_CHARS - 1)
        .join("")
        .trimEnd()}…`;
}
