import type { Brought } from "./send-guest";

/** The parts of a drop's or a clipboard's `DataTransfer` that are read. */
export type Carried = Pick<DataTransfer, "getData"> & { readonly files: ArrayLike<File> };

/**
 * What a drop or a paste brings: files before a link, because a picture dragged out of a page is
 * both. Files of which none is an image by its type are taken too: their content tells the server
 * what they are.
 *
 * @param origin of this app: its own tiles and links are not brought.
 */
export function broughtBy(carried: Carried, origin: string): Brought[] {
  const files = Array.from(carried.files);
  const pictures = files.filter(({ type }) => type.startsWith("image/"));
  if (files.length > 0) {
    return (pictures.length > 0 ? pictures : files).map((file) => ({ file }));
  }
  const text = carried.getData("text/uri-list") || carried.getData("text/plain");
  const link = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#"));
  if (!link || !URL.canParse(link)) return [];
  const url = new URL(link);
  return /^https?:$/.test(url.protocol) && url.origin !== origin ? [{ link }] : [];
}
