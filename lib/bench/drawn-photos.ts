import { createCanvas } from "@napi-rs/canvas";
import { draw } from "@/lib/gallery/sample/draw";
import { genomesFor } from "@/lib/gallery/sample/genome";

/** A photo of 2 megapixels. */
export const PHOTO_WIDTH = 1_632;
export const PHOTO_HEIGHT = 1_224;
const JPEG_QUALITY = 92;
const PICTURES = 5;

/** Files that guests are made of: five drawn pictures as JPEG. */
export function drawPhotos(): Buffer[] {
  return genomesFor(PICTURES, 2).map((genome) => {
    const canvas = createCanvas(PHOTO_WIDTH, PHOTO_HEIGHT);
    const context = canvas.getContext("2d");
    const image = context.createImageData(PHOTO_WIDTH, PHOTO_HEIGHT);
    image.data.set(draw({ ...genome, width: PHOTO_WIDTH, height: PHOTO_HEIGHT }));
    context.putImageData(image, 0, 0);
    return canvas.toBuffer("image/jpeg", JPEG_QUALITY);
  });
}
