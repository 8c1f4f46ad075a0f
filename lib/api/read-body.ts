import { AppError, isAppError } from "@/lib/errors";

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

/**
 * A request's body as JSON; `undefined` for anything else, so that a schema says what was expected.
 *
 * @throws {AppError} `invalid_request` past `maxBytes`.
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  let text: string;
  try {
    text = (await readBody(request, maxBytes)).toString("utf8");
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "image_empty") return undefined;
    throw new AppError(
      "invalid_request",
      `Expected at most ${maxBytes} bytes of JSON but received more. Send less.`,
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON, as said.
    return undefined;
  }
}

function tooLarge(bytes: number, maxBytes: number): AppError {
  const megabytes = (count: number) => (count / 1e6).toFixed(1);
  return new AppError(
    "image_too_large",
    `Expected at most ${megabytes(maxBytes)} MB but received ${megabytes(bytes)} MB or more. Save a smaller copy and try again.`,
  );
}
