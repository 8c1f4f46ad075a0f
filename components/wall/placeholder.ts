import { thumbHashToAverageRGBA, thumbHashToDataURL } from "thumbhash";

const MAX_KEPT = 600;
const blurs = new Map<string, string>();

/**
 * A blur of a picture as a data URL, from its thumbhash. Some 0.2 ms, so the last 600 are kept.
 *
 * @param hash base64. One that cannot be read gives `undefined`.
 */
export function blurUrl(hash: string): string | undefined {
  const known = blurs.get(hash);
  if (known) return known;
  const bytes = readHash(hash);
  if (!bytes) return undefined;
  const url = thumbHashToDataURL(bytes);
  const oldest = blurs.keys().next();
  if (blurs.size >= MAX_KEPT && !oldest.done) blurs.delete(oldest.value);
  blurs.set(hash, url);
  return url;
}

/**
 * The average colour of a picture as a CSS colour: a few bytes, so it can be in the HTML.
 *
 * @param hash base64. One that cannot be read gives `undefined`.
 */
export function averageColour(hash: string): string | undefined {
  const bytes = readHash(hash);
  if (!bytes) return undefined;
  const { r, g, b } = thumbHashToAverageRGBA(bytes);
  return `rgb(${[r, g, b].map((value) => Math.round(255 * value)).join(" ")})`;
}

/** The bytes of a base64 text; none where it is not base64. */
export function bytesOfBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    // A placeholder is no reason to fail: the picture itself is on its way.
    return new Uint8Array(0);
  }
}

/** Base64 of bytes, for hashes that come out of a trail. */
export function base64OfBytes(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** The shortest hash has 5 bytes of header and at least 3 of colour. */
function readHash(hash: string): Uint8Array | undefined {
  const bytes = bytesOfBase64(hash);
  return bytes.length >= 8 && bytes.length <= 25 ? bytes : undefined;
}
