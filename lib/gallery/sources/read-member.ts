import { AppError, isAppError } from "@/lib/errors";
import { checkFileBytes, type PictureLimits } from "../decode";
import { IDENTIFY_BYTES, identifyPicture } from "../identify";
import { PICTURE_NAME } from "./picture-name";

/** What an archive says of a member before it is read. */
export interface MemberHead {
  readonly name: string;
  /** Unpacked; what arrives is counted nevertheless. */
  readonly bytes: number;
}

/**
 * A member's bytes; `undefined` for one that neither is a picture nor claims to be one by its name.
 * No more of it is unpacked than that takes, and never more than `maxFileBytes`: a member that
 * unpacks to more than it said ends there.
 *
 * @param open unpacks it; called only when its size is allowed.
 * @throws {AppError} `image_empty`, `image_too_large`; `image_unreadable` when it is damaged.
 */
export async function readMember(
  { name, bytes }: MemberHead,
  open: () => Promise<AsyncIterable<Buffer>>,
  limits: PictureLimits,
): Promise<Buffer | undefined> {
  const isNamedPicture = PICTURE_NAME.test(name);
  if (bytes === 0 && !isNamedPicture) return undefined;
  if (isNamedPicture) checkFileBytes(bytes, limits);
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    let isPicture = isNamedPicture;
    for await (const chunk of await open()) {
      chunks.push(chunk);
      length += chunk.length;
      if (!isPicture && length >= Math.min(bytes, IDENTIFY_BYTES)) {
        if (!identifyPicture(Buffer.concat(chunks))) return undefined;
        isPicture = true;
        checkFileBytes(bytes, limits);
      }
      if (length > limits.maxFileBytes) checkFileBytes(length, limits);
    }
    return isPicture ? Buffer.concat(chunks) : undefined;
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError(
      "image_unreadable",
      "Expected a whole member of the archive but it is damaged or cut off. Pack it again.",
      { cause: error },
    );
  }
}
