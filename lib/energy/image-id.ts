/**
 * An image's name everywhere: the first 64 bits of the SHA-256 of its file, written in 11
 * base64url characters. Two copies of one file are one image.
 */
export type ImageId = string & { readonly __brand: "ImageId" };

/** Bytes in an id before it is written in base64url. */
export const IMAGE_ID_BYTES = 8;

/** 64 bits need 10⅔ characters, so the last one carries 4 bits: only every fourth letter ends an id. */
const IMAGE_ID_PATTERN = /^[A-Za-z0-9_-]{10}[AEIMQUYcgkosw048]$/;

/** Whether `text` is a well-formed, canonical image id; says nothing about whether it is there. */
export function isImageId(text: string): text is ImageId {
  return IMAGE_ID_PATTERN.test(text);
}
