import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LiveEngine } from "./live-engine";

/** Answers as an engine with two collections does, and notes what it was asked. */
let engine: Server;
let url: string;
let asked: string[];
beforeEach(async () => {
  asked = [];
  engine = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers["api-key"]}`);
    response.end(
      JSON.stringify({ result: { collections: [{ name: "a--m" }, { name: "ab--m" }] } }),
    );
  });
  engine.listen(0, "127.0.0.1");
  await once(engine, "listening");
  url = `http://127.0.0.1:${(engine.address() as AddressInfo).port}`;
});
afterEach(async () => {
  engine.closeAllConnections();
  engine.close();
  await once(engine, "close");
});

describe("an engine that QDRANT_URL names", () => {
  it("is none where it is not set", () => {
    expect(LiveEngine.of({})).toBeUndefined();
    expect(LiveEngine.of({ QDRANT_URL: "" })).toBeUndefined();
  });

  it("gives galleries that nobody has yet, named as WAVELENGTH_STORE wants them", () => {
    const live = new LiveEngine(["https://a:6333", "https://b:7000"]);
    const gallery = live.newGallery("bench");
    expect(gallery).toMatch(/^qdrants:\/\/a:6333,b:7000\/bench-[0-9a-f]{8}$/);
    expect(live.newGallery("bench")).not.toBe(gallery);
    expect(live.addressOf(gallery).urls).toEqual(["https://a:6333", "https://b:7000"]);
  });

  it("removes a gallery's collections and no other's, by its first node that answers", async () => {
    const live = LiveEngine.of({
      QDRANT_URL: `http://127.0.0.1:1,${url}`,
      WAVELENGTH_QDRANT_KEY: "key",
    });
    await live?.drop(`qdrant://127.0.0.1/a`);
    expect(asked).toEqual(["GET /collections key", "DELETE /collections/a--m key"]);
  });
});
