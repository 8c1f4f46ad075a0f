import { AppError } from "@/lib/errors";

/**
 * A request's body, never more than `maxBytes` of it: what a header promises is not trusted.
 *
 * @throws {AppError} `image_too_large` as soon as the limit is passed; `image_empty`.
 */
export async function readBody(request: Request, maxBytes: number): Promise<Buffer> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxBytes) throw tooLarge(announced, maxBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (request.body) {
    for await (const chunk of request.body) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(size, maxBytes);
      chunks.push(chunk);
    }
  }
  if (size === 0) {
    throw new AppError("image_empty", "Expected a file but received 0 bytes. Choose another one.");
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(bytes: number, maxBytes: number): AppError {
  const megabytes = (count: number) => (count / 1e6).toFixed(1);
  return new AppError(
    "image_too_large",
    `Expected at most ${megabytes(maxBytes)} MB but received ${megabytes(bytes)} MB or more. Save a smaller copy and try again.`,
  );
}
