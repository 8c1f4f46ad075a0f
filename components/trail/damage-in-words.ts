import type { TrailProblem } from "@/lib/trail/decode";
import { MAX_CODE_CHARS, MAX_HOPS } from "@/lib/trail/trail";

/** The first of these that a link has is what is said of it. */
const ORDER: readonly TrailProblem[] = [
  "too_long",
  "too_many_hops",
  "hop_damaged",
  "cut_off",
  "checksum",
];

/**
 * What is wrong with a link of which a part can be read, and the way out.
 *
 * @param problems at least one, or none for a trail without hops.
 * @param hops how many can be read.
 */
export function damageInWords(problems: readonly TrailProblem[], hops: number): string {
  switch (ORDER.find((problem) => problems.includes(problem))) {
    case "too_long":
      return `A trail's link has at most ${number(MAX_CODE_CHARS)} characters, and this one has more. ${first(hops)} can be opened; ask for the rest as links of their own.`;
    case "too_many_hops":
      return `A trail has at most ${MAX_HOPS} hops, and this link holds more. ${first(hops)} can be opened; ask for the rest as a link of its own.`;
    case "hop_damaged":
      return `Its hop ${hops + 1} makes no sense: it asks for nothing that exists, or says that it was reached from a hop that does not come before it. ${first(hops)} can be opened.`;
    case "cut_off":
      return `Its end is missing, as when a mail program breaks a long link in two. Ask for it again, or go on with what could be read: ${first(hops).toLowerCase()}.`;
    default:
      return "A part of it was lost or changed on its way here. Ask for the link again, or go on with what could be read.";
  }
}

function first(hops: number): string {
  return hops === 1 ? "The first hop" : `The first ${hops} hops`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
