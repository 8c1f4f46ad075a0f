import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readExposition } from "@/lib/metrics/exposition";
import { renderMetrics } from "@/lib/metrics/metrics";
import { AT_REST } from "@/lib/metrics/metrics.fixture";
import { Traffic } from "./traffic";

/** How many requests of a route have been counted, by status. */
async function counted(route: string): Promise<Record<string, number>> {
  const { samples } = readExposition((await renderMetrics(AT_REST)).text);
  return Object.fromEntries(
    samples
      .filter(
        ({ name, labels }) => name === "wavelength_http_requests_total" && labels.route === route,
      )
      .map(({ labels, value }) => [labels.status ?? "", value]),
  );
}

describe("a server's traffic", () => {
  const lines: Record<string, unknown>[] = [];
  let answer: (respond: () => void) => void = (respond) => respond();
  let server: Server;
  let url = "";

  beforeAll(async () => {
    Traffic.follow("slow");
    server = createServer((asked, response) => {
      response.statusCode = asked.url?.startsWith("/api/why") ? 503 : 200;
      answer(() => response.end(String(asked.headers["x-request-id"])));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    lines.length = 0;
    answer = (respond) => respond();
    vi.spyOn(process.stderr, "write").mockImplementation((line) => {
      lines.push(JSON.parse(String(line)));
      return true;
    });
  });

  const ask = async (path: string, id?: string) => {
    const response = await fetch(url + path, { headers: id ? { "x-request-id": id } : {} });
    return { header: response.headers.get("x-request-id"), seen: await response.text() };
  };

  it("keeps a well-formed id, and tells it to who asked and to who answers", async () => {
    expect(await ask("/api/wall", "proxy-4711")).toEqual({
      header: "proxy-4711",
      seen: "proxy-4711",
    });
  });

  it.each(["short", "two words", "x".repeat(129), '{"a":1}'])(
    "makes one in place of %j",
    async (id) => {
      const { header, seen } = await ask("/api/wall", id);
      expect(header).toMatch(/^[\w-]{16}$/);
      expect(seen).toBe(header);
    },
  );

  it("is counted by route and status, and nothing of an address is a label", async () => {
    await ask("/api/images/abcdefghijk/thumb/320");
    await ask("/api/images/lmnopqrstuv/thumb/640");
    expect(await counted("/api/images/*/thumb/*")).toEqual({ 200: 2 });
  });

  it("has a line for what failed and, at this level, none for what went well", async () => {
    await ask("/api/tiles?ids=secret");
    await ask("/api/why?trail=secret", "quote-this-one");
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(lines[0]).toMatchObject({
      event: "request",
      requestId: "quote-this-one",
      method: "GET",
      route: "/api/why",
      status: 503,
    });
    expect(lines[0]?.bytes).toBeGreaterThan(14);
    expect(JSON.stringify(lines)).not.toContain("secret");
  });

  it("counts a caller that went away as 499", async () => {
    const arrived = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const asked = request(`${url}/api/bridge`);
    asked.on("error", () => {});
    asked.end();
    await arrived;
    asked.destroy();
    await vi.waitFor(async () => expect(await counted("/api/bridge")).toEqual({ 499: 1 }));
  });
});
