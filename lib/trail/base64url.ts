/**
 * base64url without padding (RFC 4648 §5), for URLs, in browser and server alike.
 * `Buffer` is not there in a browser, and `Uint8Array.toBase64` is not there in Node 20.
 */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Int8Array(128).fill(-1);
for (let i = 0; i < ALPHABET.length; i++) VALUES[ALPHABET.charCodeAt(i)] = i;

/** Bytes as text: 4 characters for every 3 bytes. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const chars = Math.min(4, bytes.length - i + 1);
    for (let c = 0; c < chars; c++) text += ALPHABET[(group >> (18 - 6 * c)) & 63];
  }
  return text;
}

/**
 * The bytes of a text made by {@link toBase64Url}; left-over bits of the last character are dropped.
 * @throws {RangeError} at the first character that is not of the alphabet, naming its position.
 */
export function fromBase64Url(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? -1;
    if (value < 0)
      throw new RangeError(`Expected base64url but character ${i} is not of its alphabet`);
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 255;
    }
  }
  return bytes;
}
