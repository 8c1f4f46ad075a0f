import type { Brought } from "./send-guest";

/** The parts of a drop's or a clipboard's `DataTransfer` that are read. */
export type Carried = Pick<DataTransfer, "getData"> & { readonly files: ArrayLike<File> };

/**
 * What a drop or a paste brings: a file before a link, because a picture dragged out of a page is
 * both. A file whose type is no image's is taken too: its content tells the server what it is.
 *
 * @param origin of this app: its own tiles and links are not brought.
 */
export function broughtBy(carried: Carried, origin: string): Brought | undefined {
  const files = Array.from(carried.files);
  const file = files.find(({ type }) => type.startsWith("image/")) ?? files[0];
  if (file) return { file };
  const text = carried.getData("text/uri-list") || carried.getData("text/plain");
  const link = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#"));
  if (!link || !URL.canParse(link)) return undefined;
  const url = new URL(link);
  return /^https?:$/.test(url.protocol) && url.origin !== origin ? { link } : undefined;
}
