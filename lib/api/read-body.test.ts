import { describe, expect, it } from "vitest";
import { readBody } from "./read-body";

/** A request whose body arrives in these pieces and whose length no header tells. */
function streaming(pieces: readonly number[], pulled: { count: number } = { count: 0 }): Request {
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const size = pieces[pulled.count++];
        if (size === undefined) controller.close();
        else controller.enqueue(new Uint8Array(size));
      },
    },
    { highWaterMark: 0 },
  );
  return new Request("http://localhost/", {
    method: "POST",
    body,
    ...({ duplex: "half" } satisfies object),
  });
}

describe("readBody", () => {
  it("gives the whole body up to the limit", async () => {
    expect((await readBody(streaming([3, 4]), 7)).length).toBe(7);
  });

  it("stops reading as soon as the limit is passed", async () => {
    const pulled = { count: 0 };
    const body = readBody(streaming(new Array<number>(1_000).fill(10), pulled), 25);
    await expect(body).rejects.toMatchObject({ code: "image_too_large" });
    expect(pulled.count).toBeLessThan(6);
  });

  it("refuses by the announced length before reading anything", async () => {
    const request = new Request("http://localhost/", {
      method: "POST",
      body: "x",
      headers: { "content-length": "200000000" },
    });
    await expect(readBody(request, 25e6)).rejects.toMatchObject({ code: "image_too_large" });
  });

  it("names an empty body", async () => {
    await expect(readBody(streaming([]), 7)).rejects.toMatchObject({ code: "image_empty" });
  });
});
