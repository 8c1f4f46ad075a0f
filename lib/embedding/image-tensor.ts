import type { Manifest } from "./manifest";

type InputSpec = Manifest["image"]["input"];

/**
 * Packs pictures into one model input.
 *
 * @param images each RGB8, HWC, `size × size × 3` bytes.
 * @returns uint8 as it is, or float32 with each value `(byte / 255 − mean[c]) / std[c]`, in the
 *   layout and shape that the manifest names.
 * @throws {RangeError} for a picture of any other length.
 */
export function imageTensor(
  images: readonly Uint8Array[],
  { size, layout, dtype, mean, std }: InputSpec,
): { data: Uint8Array | Float32Array; dims: number[] } {
  const area = size * size;
  for (const image of images) {
    if (image.length !== 3 * area) {
      throw new RangeError(`Expected ${3 * area} bytes a picture but received ${image.length}`);
    }
  }
  const length = images.length * 3 * area;
  const data = dtype === "uint8" ? new Uint8Array(length) : new Float32Array(length);
  const scaled = (byte: number, channel: number) =>
    dtype === "uint8" ? byte : (byte / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1);
  const table = [0, 1, 2].map((channel) =>
    Float32Array.from({ length: 256 }, (_, byte) => scaled(byte, channel)),
  );
  images.forEach((image, n) => {
    const start = n * 3 * area;
    if (layout === "NHWC" && dtype === "uint8") {
      data.set(image, start);
      return;
    }
    for (let i = 0; i < image.length; i++) {
      const channel = i % 3;
      const at = layout === "NHWC" ? i : channel * area + (i - channel) / 3;
      data[start + at] = table[channel]?.[image[i] ?? 0] ?? 0;
    }
  });
  const dims = layout === "NHWC" ? [images.length, size, size, 3] : [images.length, 3, size, size];
  return { data, dims };
}
