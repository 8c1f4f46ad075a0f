import { type ImageId, isImageId } from "@/lib/energy/image-id";
import { AppError } from "@/lib/errors";

/**
 * The image id in a path, checked before it comes near a file name.
 * @throws {AppError} `image_not_found`.
 */
export function parseImageId(text: string): ImageId {
  if (isImageId(text)) return text;
  throw new AppError(
    "image_not_found",
    `Expected an image id of 11 characters but received ${JSON.stringify(text.slice(0, 40))}.`,
  );
}
