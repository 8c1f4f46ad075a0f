import type { Crop } from "@/lib/energy/recipe";

/**
 * Cuts a part out of a picture that this browser has, as a PNG: a guest's pixels go to the server
 * only as what is asked with.
 *
 * @param url object URL of the whole picture.
 */
export async function cutPicture(url: string, crop: Crop): Promise<Blob> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const { naturalWidth, naturalHeight } = image;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(crop.width * naturalWidth));
  canvas.height = Math.max(1, Math.round(crop.height * naturalHeight));
  canvas
    .getContext("2d")
    ?.drawImage(
      image,
      Math.round(crop.x * naturalWidth),
      Math.round(crop.y * naturalHeight),
      canvas.width,
      canvas.height,
      0,
      0,
      canvas.width,
      canvas.height,
    );
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("Expected a picture"))));
  });
}
