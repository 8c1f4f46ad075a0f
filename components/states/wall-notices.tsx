import type { WallNotice, WallResponse, WordsRead } from "@/lib/search/contract";
import { hopsInWords } from "../trail/hops-in-words";
import { closenessInWords } from "../wall/tile-name";

interface WallNoticesProps {
  readonly response: WallResponse;
  readonly words: readonly WordsRead[];
  /** Closeness of the best tile, in [0, 1]; −1 where it does not apply. */
  readonly best: number;
  /** The trail can take no more hops. */
  readonly isFull: boolean;
  /** Hops of other branches for which the next link has no room. */
  readonly leftOut: number;
  /** The wall is the left of two: what generators made. */
  readonly isTwin: boolean;
}

/** Why the wall shows what it shows, said plainly before it. */
export function WallNotices({ response, words, best, isFull, leftOut, isTwin }: WallNoticesProps) {
  const whole = isTwin ? "Nothing that generators made" : "Nothing in this gallery";
  const texts = response.notices.flatMap(
    (notice) => textOf(notice, response, { best, whole }) ?? [],
  );
  texts.push(...words.flatMap(wordsTexts));
  if (isFull) {
    texts.push(
      "This trail is as long as a link can be. The next picture you click starts a new trail from there; this one stays where it is.",
    );
  }
  if (!isFull && leftOut > 0) {
    texts.push(
      `This trail has more branches than a link can carry: the next step's link has the way to it and what was walked last, and leaves out ${hopsInWords(leftOut)}. This tab keeps them all, in the tree.`,
    );
  }
  if (texts.length === 0) return null;
  return (
    <ul className="mb-4 space-y-1 border-line border-l-2 pl-3 text-muted text-sm">
      {texts.map((text) => (
        <li key={text} className="max-w-3xl break-words">
          {text}
        </li>
      ))}
    </ul>
  );
}

/** What was not understood of words, or not read. */
function wordsTexts({ text, isUnsure, nearest, cut }: WordsRead): string[] {
  return [
    ...(isUnsure
      ? [
          `Not sure what “${text}” means${nearest.length > 0 ? `; nearest: ${nearest.join(", ")}` : ""}.`,
        ]
      : []),
    ...(cut ? [`Only the beginning was read; left out: “${cut}”.`] : []),
  ];
}

function textOf(
  notice: WallNotice,
  response: WallResponse,
  { best, whole }: { readonly best: number; readonly whole: string },
): string | undefined {
  switch (notice) {
    case "nothing_close":
      return `${whole} is close to it${best >= 0 ? `: the best is ${closenessInWords(best)}, no more than chance brings` : ""}. Here is what is least far.`;
    case "some_far":
      return "Some of what you asked with has nothing close to it here. The others' pictures come first.";
    case "nothing_to_go_by":
      return "There is nothing to go by in this query, so this is today's mix of the gallery.";
    case "ingredients_missing": {
      const { missing } = response;
      return `${missing.length === 1 ? "One image" : `${missing.length} images`} of this query ${missing.length === 1 ? "is" : "are"} not in this gallery and ${missing.length === 1 ? "is" : "are"} left out: ${missing.join(", ")}.`;
    }
    case "other_model":
      return "A picture in this trail was read by another model: only its colours and its light count here.";
    case "part_unread":
      return "A part of this query could not be read and is left out: the link was changed on its way, or made by a newer Wavelength.";
    case "filtered_out":
    case "gallery_empty":
    case "samples_only":
      // The wall's own place says these.
      return undefined;
    default:
      return notice satisfies never;
  }
}
