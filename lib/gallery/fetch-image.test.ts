import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import {
  type AddressInfo,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from "node:net";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { afterEach, describe, expect, it } from "vitest";
import { decodePicture, type PictureLimits } from "./decode";
import { type FetchGuards, fetchImage } from "./fetch-image";
import { isPublicAddress } from "./public-address";

const LIMITS: PictureLimits = { maxFileBytes: 100_000, maxPixels: 80e6, decodeTimeoutS: 20 };
const servers: Server[] = [];
const rawServers: NetServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
  // Their sockets end with ours.
  await Promise.all(rawServers.splice(0).map((server) => once(server.close(), "close")));
});

/** A real server on loopback. `asked` counts what reached it. */
async function serve(listener: RequestListener): Promise<{ port: number; asked: () => number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked++;
    listener(request, response);
  });
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, asked: () => asked };
}

/** A server below HTTP: whatever it writes. */
async function serveRaw(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createNetServer((socket) => {
    // Read, or the other side's leaving would go unseen.
    socket.on("error", () => {}).resume();
    onConnection(socket);
  });
  rawServers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Names as an open internet would resolve them, were it on loopback; 127.0.0.1 alone is let through. */
function openGuards(changes: Partial<FetchGuards> = {}): FetchGuards {
  return {
    resolve: async () => [{ address: "127.0.0.1", family: 4 }],
    isAllowed: (address) => address === "127.0.0.1" || isPublicAddress(address),
    timeoutMs: 15_000,
    ...changes,
  };
}

const picture = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: "#123456" } })
    .png()
    .toBuffer();

describe("fetchImage brings", () => {
  it("the bytes of a picture", async () => {
    const png = await picture();
    const { port } = await serve((_request, response) => response.end(png));
    const file = await fetchImage(
      `http://pictures.test:${port}/a`,
      LIMITS,
      undefined,
      openGuards(),
    );
    expect(file.equals(png)).toBe(true);
  });

  it("a picture behind five redirects, relative ones too", async () => {
    const png = await picture();
    const { port, asked } = await serve((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step < 5) response.writeHead(302, { location: `/${step + 1}` }).end();
      else response.end(png);
    });
    const link = `http://pictures.test:${port}/0`;
    expect((await fetchImage(link, LIMITS, undefined, openGuards())).equals(png)).toBe(true);
    expect(asked()).toBe(6);
  });

  it("what the content says it is, whatever the server calls it", async () => {
    const png = await picture();
    const { port } = await serve((request, response) => {
      const isPicture = request.url === "/picture";
      response.setHeader("content-type", isPicture ? "text/html" : "image/png");
      response.end(isPicture ? png : "<!DOCTYPE html><p>Sign in first</p>");
    });
    const get = (path: string) =>
      fetchImage(`http://pictures.test:${port}${path}`, LIMITS, undefined, openGuards());
    expect((await decodePicture(await get("/picture"), LIMITS, 64)).format).toBe("png");
    await expect(decodePicture(await get("/page"), LIMITS, 64)).rejects.toMatchObject({
      code: "image_format_unsupported",
    });
  });
});

describe("fetchImage forbids", () => {
  it.each([
    "http://127.0.0.1/a.png",
    "http://[::1]/a.png",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
  ])("an address that is not public: %s", async (link) => {
    await expect(fetchImage(link, LIMITS)).rejects.toMatchObject({
      code: "link_forbidden",
      status: 400,
    });
  });

  it.each([
    "file:///etc/passwd",
    "ftp://example.org/a.png",
    "data:image/png;base64,AAAA",
    "gopher://example.org/",
    "http://me:secret@example.org/a.png",
    "http://me@example.org/a.png",
    "not a link",
    "",
    "http://",
  ])("anything but plain http and https: %s", async (link) => {
    await expect(fetchImage(link, LIMITS)).rejects.toMatchObject({ code: "link_forbidden" });
  });

  it("localhost, which every machine resolves to itself", async () => {
    const { port, asked } = await serve((_request, response) => response.end("secret"));
    const failure = fetchImage(`http://localhost:${port}/`, LIMITS);
    await expect(failure).rejects.toMatchObject({ code: "link_forbidden" });
    expect(asked()).toBe(0);
  });

  it.each([
    ["private", [{ address: "10.1.2.3", family: 4 }]],
    ["loopback", [{ address: "127.0.0.1", family: 4 }]],
    ["IPv6 loopback", [{ address: "::1", family: 6 }]],
    ["mapped", [{ address: "::ffff:10.0.0.1", family: 6 }]],
    [
      "public and private at once",
      [
        { address: "93.184.216.34", family: 4 },
        { address: "192.168.0.1", family: 4 },
      ],
    ],
  ])("a host that resolves to %s", async (_what, answers) => {
    const guards = openGuards({ resolve: async () => answers, isAllowed: isPublicAddress });
    const failure = fetchImage("http://pictures.test/a.png", LIMITS, undefined, guards);
    await expect(failure).rejects.toMatchObject({ code: "link_forbidden" });
  });

  it.each([
    "http://127.0.0.2:PORT/",
    "http://[::1]:PORT/",
    "http://inside.test:PORT/",
    "http://[::ffff:127.0.0.2]:PORT/",
    "http://2130706434:PORT/",
    "//127.0.0.2:PORT/",
    "http://me:secret@outside.test:PORT/",
    "file:///etc/passwd",
  ])("a redirect to %s", async (target) => {
    const { port, asked } = await serve((_request, response) => {
      response.writeHead(302, { location: target.replace("PORT", String(port)) }).end();
    });
    const guards = openGuards({
      resolve: async (host) => [
        { address: host === "inside.test" ? "127.0.0.2" : "127.0.0.1", family: 4 },
      ],
    });
    const failure = fetchImage(`http://outside.test:${port}/`, LIMITS, undefined, guards);
    await expect(failure).rejects.toMatchObject({ code: "link_forbidden" });
    expect(asked()).toBe(1);
  });

  it("a name that changes its answer: the address that was checked is the one connected to", async () => {
    const { port } = await serve((_request, response) => response.end("secret"));
    let lookups = 0;
    const guards = openGuards({
      resolve: async () => {
        lookups++;
        return [{ address: lookups === 1 ? "127.0.0.1" : "127.0.0.2", family: 4 }];
      },
    });
    await fetchImage(`http://rebinding.test:${port}/`, LIMITS, undefined, guards);
    expect(lookups).toBe(1);
  });

  it("without telling where a name led", async () => {
    const guards = openGuards({ resolve: async () => [{ address: "10.9.8.7", family: 4 }] });
    const failure = fetchImage("http://inside.test/", LIMITS, undefined, guards);
    await expect(failure).rejects.not.toThrow("10.9.8.7");
  });
});

describe("fetchImage gives up on", () => {
  const link = (port: number) => `http://pictures.test:${port}/a.png`;

  it("a sixth redirect", async () => {
    const { port, asked } = await serve((_request, response) => {
      response.writeHead(302, { location: "/again" }).end();
    });
    const failure = fetchImage(link(port), LIMITS, undefined, openGuards());
    await expect(failure).rejects.toMatchObject({ code: "link_unreachable" });
    expect(asked()).toBe(6);
  });

  it("a file that announces more than the limit, unread", async () => {
    const { port } = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "100001" });
      response.write("x");
    });
    const failure = fetchImage(link(port), LIMITS, undefined, openGuards());
    await expect(failure).rejects.toMatchObject({ code: "image_too_large" });
  });

  it("a server that never ends its reply, at the limit", async () => {
    let sent = 0;
    const { port } = await serve((_request, response) => {
      const block = Buffer.alloc(10_000);
      const pour = () => {
        if (response.destroyed) return;
        sent += block.length;
        response.write(block, () => setImmediate(pour));
      };
      pour();
    });
    const failure = fetchImage(link(port), LIMITS, undefined, openGuards());
    await expect(failure).rejects.toMatchObject({ code: "image_too_large" });
    // What was in the sockets' buffers is all that it could send past the limit.
    expect(sent).toBeLessThan(50_000_000);
  });

  it.each([
    ["never answers", () => {}],
    [
      "sends its head and stops",
      (_request, response) => {
        response.writeHead(200).write("x");
      },
    ],
  ] satisfies [string, RequestListener][])("a server that %s", async (_what, listener) => {
    const { port } = await serve(listener);
    const failure = fetchImage(link(port), LIMITS, undefined, openGuards({ timeoutMs: 60 }));
    await expect(failure).rejects.toMatchObject({ code: "link_timeout", status: 504 });
  });

  it("a server that drips its head, for ever", async () => {
    const port = await serveRaw((socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      const drip = setInterval(() => socket.write("x: y\r\n"), 5);
      socket.on("close", () => clearInterval(drip));
    });
    const failure = fetchImage(link(port), LIMITS, undefined, openGuards({ timeoutMs: 80 }));
    await expect(failure).rejects.toMatchObject({ code: "link_timeout" });
  });

  it("a head of megabytes, and a reply that is no HTTP", async () => {
    for (const reply of [`HTTP/1.1 200 OK\r\nx: ${"y".repeat(2_000_000)}`, "220 mail ready\r\n"]) {
      const port = await serveRaw((socket) => socket.write(reply));
      const failure = fetchImage(link(port), LIMITS, undefined, openGuards());
      await expect(failure).rejects.toMatchObject({ code: "link_unreachable" });
    }
  });

  it("nothing that is packed: a bomb stays as small as it came", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const { port } = await serve((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip", "content-type": "image/png" });
      response.end(bomb);
    });
    const file = await fetchImage(link(port), LIMITS, undefined, openGuards());
    expect(file.length).toBe(bomb.length);
    await expect(decodePicture(file, LIMITS, 64)).rejects.toMatchObject({
      code: "image_format_unsupported",
    });
  });

  it("a server that drips: the time counts in all, not a byte", async () => {
    const { port } = await serve((_request, response) => {
      const drip = setInterval(() => response.write("x"), 5);
      response.on("close", () => clearInterval(drip));
    });
    const failure = fetchImage(link(port), LIMITS, undefined, openGuards({ timeoutMs: 80 }));
    await expect(failure).rejects.toMatchObject({ code: "link_timeout" });
  });

  it.each([404, 403, 500])("an answer of %d", async (status) => {
    const { port } = await serve((_request, response) => response.writeHead(status).end("no"));
    const failure = fetchImage(link(port), LIMITS, undefined, openGuards());
    await expect(failure).rejects.toMatchObject({ code: "link_unreachable", status: 502 });
  });

  it("an empty answer", async () => {
    const { port } = await serve((_request, response) => response.end());
    const failure = fetchImage(link(port), LIMITS, undefined, openGuards());
    await expect(failure).rejects.toMatchObject({ code: "image_empty" });
  });

  it("a host without an address, and a port where nobody listens", async () => {
    const nowhere = openGuards({ resolve: async () => [] });
    await expect(fetchImage(link(80), LIMITS, undefined, nowhere)).rejects.toMatchObject({
      code: "link_unreachable",
    });
    const { port } = await serve(() => {});
    const [server] = servers.splice(0);
    server?.close();
    const failure = fetchImage(link(port), LIMITS, undefined, openGuards());
    await expect(failure).rejects.toMatchObject({ code: "link_unreachable" });
  });

  it("nothing but its own work when the visitor leaves", async () => {
    const leaving = new AbortController();
    const { port } = await serve(() => leaving.abort());
    const failure = fetchImage(link(port), LIMITS, leaving.signal, openGuards());
    await expect(failure).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("isPublicAddress", () => {
  it.each(["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1"])("lets %s", (a) => {
    expect(isPublicAddress(a)).toBe(true);
  });
  it.each([
    "198.18.0.1",
    "192.0.2.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "64:ff9b:1::1",
    "2001:db8::1",
    "100::1",
    "fec0::1",
    "fe80::1%eth0",
    "localhost",
    "",
  ])("stops %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
