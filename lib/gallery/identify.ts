/** Formats that we read, by sharp's names. */
export type PictureFormat = "jpeg" | "png" | "webp" | "avif" | "gif" | "tiff" | "svg";

/** Bytes from a file's start that tell its format; an SVG may have a long comment first. */
export const IDENTIFY_BYTES = 4_096;

/**
 * What a file is, by its first bytes and never by its name.
 *
 * @param start the first {@link IDENTIFY_BYTES} or more.
 * @returns `undefined` for anything that we do not read.
 */
export function identifyPicture(start: Uint8Array): PictureFormat | undefined {
  const is = (at: number, ...bytes: number[]) => bytes.every((byte, i) => start[at + i] === byte);
  const ascii = (at: number, text: string) =>
    is(at, ...Array.from(text, (char) => char.charCodeAt(0)));
  if (is(0, 0xff, 0xd8, 0xff)) return "jpeg";
  if (is(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "png";
  if (ascii(0, "RIFF") && ascii(8, "WEBP")) return "webp";
  if (ascii(0, "GIF87a") || ascii(0, "GIF89a")) return "gif";
  if (is(0, 0x49, 0x49, 0x2a, 0) || is(0, 0x4d, 0x4d, 0, 0x2a)) return "tiff";
  if (ascii(4, "ftyp") && /avi[fs]/.test(latin1(start.subarray(8, 40)))) return "avif";
  return isSvg(start) ? "svg" : undefined;
}

function isSvg(start: Uint8Array): boolean {
  const text = latin1(start.subarray(0, IDENTIFY_BYTES)).replace(/^\xef\xbb\xbf/, "");
  return /^\s*(<\?xml|<!--|<!DOCTYPE|<svg)/i.test(text) && /<svg[\s>]/i.test(text);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
