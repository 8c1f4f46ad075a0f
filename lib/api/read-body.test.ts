import { describe, expect, it } from "vitest";
import { readBody, readJson } from "./read-body";

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

describe("readJson", () => {
  const post = (body: string) => new Request("http://localhost/", { method: "POST", body });

  it("gives what the JSON says, and undefined for what is none, for a schema to complain of", async () => {
    expect(await readJson(post('{"a":1}'), 100)).toEqual({ a: 1 });
    expect(await readJson(post("{"), 100)).toBeUndefined();
    expect(await readJson(post(""), 100)).toBeUndefined();
  });

  it("refuses more than the limit by name", async () => {
    await expect(readJson(post('{"a":1}'), 6)).rejects.toMatchObject({ code: "invalid_request" });
    await expect(readJson(streaming([4, 4]), 6)).rejects.toMatchObject({ code: "invalid_request" });
  });
});
