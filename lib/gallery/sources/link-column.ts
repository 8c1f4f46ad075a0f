import { plainName } from "./record-details";

/**
 * What a column of links to images is called, by how sure that is; as {@link plainName} has it.
 * `link` and `page` come last: where another is there, they lead to the page about it.
 */
const NAMES = [
  "imageurl",
  "imgurl",
  "primaryimage",
  "url",
  "imagelink",
  "image",
  "img",
  "src",
  "contenturl",
  "link",
];

/** Which of a list's columns has the links to images. */
export function findLinkColumn(columns: readonly string[]): string | undefined {
  for (const name of NAMES) {
    const found = columns.find((column) => plainName(column) === name);
    if (found !== undefined) return found;
  }
  return undefined;
}
