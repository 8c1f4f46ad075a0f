import type { ImageDetails } from "../image-details";

/** Who is said to have made the drawings of the sample gallery. */
export const SAMPLE_ARTIST = "Wavelength";

/** Whether an image says that it is of the sample gallery. */
export function isSample({ artist, generated }: ImageDetails): boolean {
  return generated === true && artist === SAMPLE_ARTIST;
}
