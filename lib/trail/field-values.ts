import { IMAGE_ID_BYTES, type ImageId } from "@/lib/energy/image-id";
import { toBase64Url } from "./base64url";
import { textOf, type WireField } from "./wire";

/** An image's id. @throws {RangeError} */
export function idOf({ bytes }: WireField): ImageId {
  if (bytes.length !== IMAGE_ID_BYTES) throw new RangeError("Expected an id of 8 bytes");
  return toBase64Url(bytes) as ImageId;
}

/** Text in NFC. @throws {RangeError} when it is longer than `maxChars`. */
export function shortText({ bytes }: WireField, maxChars: number): string {
  const text = textOf(bytes).normalize("NFC");
  // An emoji of two halves is one character. Bytes bound the length before it is counted.
  if (text.length > 2 * maxChars || [...text].length > maxChars) {
    throw new RangeError(`Expected at most ${maxChars} characters`);
  }
  return text;
}

/** Whether this is what reading bytes throws (`TextDecoder` throws TypeError); anything else is a fault of ours. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof RangeError || error instanceof TypeError;
}

/** What `read` returns, or `undefined` where the bytes make no sense. */
export function sound<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return undefined;
  }
}
