import { once } from "node:events";
import type { RequestListener } from "node:http";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { png } from "../ingest.fixture";
import { Downloader, type DownloaderSettings } from "./downloader";
import { HostGate } from "./host-gate";
import { retryAfterMs } from "./retry-after";
import { LOOPBACK_GUARDS, TestServers, testClock } from "./servers.fixture";

const LIMITS = { maxFileBytes: 100_000, maxPixels: 80e6, decodeTimeoutS: 20 };
const FOREVER = new AbortController().signal;
let servers: TestServers;
let clock: ReturnType<typeof testClock>;
let downloaders: Downloader[];
let picture: Buffer;

beforeEach(async () => {
  servers = new TestServers();
  clock = testClock();
  downloaders = [];
  picture = await png(1);
});
afterEach(async () => {
  await Promise.all(downloaders.map((downloader) => downloader.close()));
  await servers.close();
});

function open(changes: Partial<DownloaderSettings> = {}): Downloader {
  const settings = { limits: LIMITS, guards: LOOPBACK_GUARDS, clock, ...changes };
  const downloader = new Downloader(settings);
  downloaders.push(downloader);
  return downloader;
}

/** Serves no robots.txt, and what `listener` says. */
function serve(listener: RequestListener) {
  return servers.serve((request, response) => {
    if (request.url === "/robots.txt") response.writeHead(404).end();
    else listener(request, response);
  });
}

describe("a downloader", () => {
  it("says who it is and how to reach whoever runs it", async () => {
    let heard: string | undefined;
    const { port } = await serve((request, response) => {
      heard = request.headers["user-agent"];
      response.end(picture);
    });
    const downloader = open({ contact: "me@example.org" });
    expect(await downloader.picture(`http://a.test:${port}/1`, FOREVER)).toEqual(picture);
    expect(heard).toBe("Wavelength/0.1 (image explorer; contact: me@example.org)");
  });

  it("follows pictures that have moved, for now and for ever", async () => {
    const { port } = await serve((request, response) => {
      if (request.url === "/1") response.writeHead(301, { location: "/2" }).end();
      else if (request.url === "/2") {
        response.writeHead(302, { location: `http://b.test:${port}/3` }).end();
      } else response.end(picture);
    });
    expect(await open().picture(`http://a.test:${port}/1`, FOREVER)).toEqual(picture);
  });

  it.each([
    ["seconds", "7", 7_000],
    ["a date", new Date(Date.UTC(2026, 0, 1, 0, 1)).toUTCString(), 60_000],
  ])("stays away as long as a retry-after in %s asks", async (_what, retryAfter, waitMs) => {
    let isBusy = true;
    const { port, asked } = await serve((_request, response) => {
      if (isBusy) response.writeHead(429, { "retry-after": retryAfter }).end();
      else response.end(picture);
      isBusy = false;
    });
    await open().picture(`http://a.test:${port}/1`, FOREVER);
    // Between the reply and the date some of the time is past.
    expect(Math.max(...clock.pauses)).toBeGreaterThan(waitMs - 1_000);
    expect(Math.max(...clock.pauses)).toBeLessThanOrEqual(waitMs);
    expect(asked.filter((path) => path === "/1")).toHaveLength(2);
  });

  it("backs off from a server in trouble, longer each time and never in step, then gives up", async () => {
    const { port, asked } = await serve((_request, response) => response.writeHead(503).end());
    const failure = open().picture(`http://a.test:${port}/1`, FOREVER);
    await expect(failure).rejects.toMatchObject({ code: "link_unreachable" });
    expect(asked.filter((path) => path === "/1")).toHaveLength(5);
    const waits = clock.pauses.filter((ms) => ms >= 400);
    expect(waits).toHaveLength(4);
    for (const [i, ms] of waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual(500 * 2 ** i);
      expect(ms).toBeLessThanOrEqual(1_000 * 2 ** i);
    }
  });

  it("does not wait for a host that asks for an hour", async () => {
    const { port, asked } = await serve((_request, response) => {
      response.writeHead(429, { "retry-after": "3600" }).end();
    });
    const failure = open().picture(`http://a.test:${port}/1`, FOREVER);
    await expect(failure).rejects.toMatchObject({ code: "link_unreachable" });
    expect(asked.filter((path) => path === "/1")).toHaveLength(1);
  });

  it("asks once for what is gone", async () => {
    const { port, asked } = await serve((_request, response) => response.writeHead(404).end());
    const failure = open().picture(`http://a.test:${port}/1`, FOREVER);
    await expect(failure).rejects.toMatchObject({
      code: "link_unreachable",
      message: expect.stringContaining("404"),
    });
    expect(asked).toHaveLength(2);
  });

  it("takes no more of 10 GB than the limit", async () => {
    let sent = 0;
    const { port } = await serve((request, response) => {
      if (request.url === "/announced")
        response.writeHead(200, { "content-length": "10000000000" });
      const block = Buffer.alloc(50_000);
      const pour = () => {
        if (response.destroyed) return;
        sent += block.length;
        response.write(block, () => setImmediate(pour));
      };
      pour();
    });
    for (const path of ["announced", "endless"]) {
      const failure = open().picture(`http://a.test:${port}/${path}`, FOREVER);
      await expect(failure).rejects.toMatchObject({ code: "image_too_large" });
    }
    expect(sent).toBeLessThan(50_000_000);
  });

  it("hangs up on what it will not read, whether that is said before or seen", async () => {
    const hungUp: Promise<unknown>[] = [];
    const { port } = await serve((request, response) => {
      hungUp.push(once(response, "close"));
      if (request.url === "/announced") response.setHeader("content-length", "10000000000");
      response.write(Buffer.alloc(LIMITS.maxFileBytes + 1));
    });
    for (const path of ["announced", "seen"]) {
      const failure = open().picture(`http://a.test:${port}/${path}`, FOREVER);
      await expect(failure).rejects.toMatchObject({ code: "image_too_large" });
    }
    await Promise.all(hungUp);
    expect(hungUp).toHaveLength(2);
  });

  it("names a page that stands where a picture should, an empty reply and one that never ends", async () => {
    const { port } = await serve((request, response) => {
      if (request.url === "/slow") response.writeHead(200).write("x");
      else if (request.url === "/empty") response.end();
      else response.writeHead(200, { "content-type": "text/html" }).end("<p>Sign in</p>");
    });
    const codes = ["page", "empty", "slow"].map((path) =>
      open(path === "slow" ? { timeoutMs: 80 } : {})
        .picture(`http://a.test:${port}/${path}`, FOREVER)
        .catch((error) => error.code),
    );
    expect(await Promise.all(codes)).toEqual([
      "image_format_unsupported",
      "image_empty",
      "link_timeout",
    ]);
  });

  it("keeps to robots.txt, asked once a host, and to the delay that it wishes", async () => {
    const { port, asked } = await servers.serve((request, response) => {
      if (request.url === "/robots.txt") {
        response.end("User-agent: *\nDisallow: /private/\nCrawl-delay: 2");
      } else response.end(picture);
    });
    const downloader = open();
    const link = (path: string) => `http://a.test:${port}${path}`;
    await downloader.picture(link("/1"), FOREVER);
    await downloader.picture(link("/2"), FOREVER);
    await expect(downloader.picture(link("/private/3"), FOREVER)).rejects.toMatchObject({
      code: "link_forbidden",
      message: expect.stringContaining("robots.txt"),
    });
    expect(asked).toEqual(["/robots.txt", "/1", "/2"]);
    expect(clock.pauses.filter((ms) => ms > 1_000)).toHaveLength(1);
  });

  it("stays away while a host cannot say its rules, and asks no published interface for them", async () => {
    const { port, asked } = await servers.serve((request, response) => {
      if (request.url === "/robots.txt") response.writeHead(500).end();
      else response.end(JSON.stringify({ total: 3 }));
    });
    await expect(open().picture(`http://a.test:${port}/1`, FOREVER)).rejects.toMatchObject({
      code: "link_forbidden",
    });
    const downloader = open();
    downloader.introduce({ host: `a.test:${port}`, atOnce: 1, everyMs: 0 });
    expect(await downloader.json(`http://a.test:${port}/2`, FOREVER)).toEqual({ total: 3 });
    expect(asked).toEqual(["/robots.txt", "/2"]);
  });

  it("asks a host that is gone three times, and then none of its other links", async () => {
    let lookups = 0;
    const guards = {
      ...LOOPBACK_GUARDS,
      resolve: async () => {
        lookups++;
        return [];
      },
    };
    const downloader = open({ guards });
    for (let i = 0; i < 10; i++) {
      const failure = downloader.picture(`http://gone.test/${i}`, FOREVER);
      await expect(failure).rejects.toMatchObject({ code: "link_unreachable" });
    }
    expect(lookups).toBe(3);
  });

  it("waits long and goes slower where haste is refused, and takes a refusal that lasts as meant", async () => {
    let refusals = 1;
    const { port, asked } = await serve((_request, response) => {
      if (refusals-- > 0) response.writeHead(403).end();
      else response.end("{}");
    });
    const host = `a.test:${port}`;
    const hasty = open();
    hasty.introduce({ host, atOnce: 1, everyMs: 400, refusesHaste: true });
    expect(await hasty.json(`http://${host}/1`, FOREVER)).toEqual({});
    expect(Math.max(...clock.pauses)).toBe(30_000);
    await hasty.json(`http://${host}/2`, FOREVER);
    expect(clock.pauses.at(-1)).toBe(800);
    refusals = Number.POSITIVE_INFINITY;
    await expect(hasty.json(`http://${host}/3`, FOREVER)).rejects.toMatchObject({
      code: "link_unreachable",
      message: expect.stringContaining("403"),
    });
    expect(asked.filter((path) => path === "/3")).toHaveLength(3);
    // Elsewhere a refusal is one.
    const plain = open();
    plain.introduce({ host, atOnce: 1, everyMs: 0 });
    await expect(plain.json(`http://${host}/4`, FOREVER)).rejects.toThrow("403");
    expect(asked.filter((path) => path === "/4")).toHaveLength(1);
  });

  it("gives up where a host that was too busy refuses from then on", async () => {
    const { port, asked } = await serve((_request, response) => {
      // It would answer if it were asked for ever.
      response.writeHead(asked.length < 4 ? 429 : asked.length < 12 ? 403 : 200).end("{}");
    });
    const host = `a.test:${port}`;
    const hasty = open();
    hasty.introduce({ host, atOnce: 1, everyMs: 0, refusesHaste: true });
    await expect(hasty.json(`http://${host}/1`, FOREVER)).rejects.toThrow("403");
    expect(asked).toHaveLength(4);
  });

  it("asks again for an answer that says it is too busy, after the time that it names", async () => {
    let busy = 1;
    const { port } = await serve((_request, response) => {
      response.writeHead(200, { "retry-after": "5" }).end(JSON.stringify({ busy: busy-- > 0 }));
    });
    const downloader = open();
    const isLater = (answer: unknown) => (answer as { busy: boolean }).busy;
    const host = `a.test:${port}`;
    downloader.introduce({ host, atOnce: 1, everyMs: 0 });
    expect(await downloader.json(`http://${host}/`, FOREVER, { isLater })).toEqual({ busy: false });
    expect(clock.pauses).toContain(5_000);
    busy = Number.POSITIVE_INFINITY;
    await expect(downloader.json(`http://${host}/`, FOREVER, { isLater })).rejects.toThrow("busy");
  });

  it("keeps to the robots.txt of a known host that publishes no interface", async () => {
    const { port, asked } = await servers.serve((request, response) => {
      if (request.url === "/robots.txt") response.end("User-agent: *\nDisallow: /no/");
      else response.end(picture);
    });
    const downloader = open();
    downloader.introduce({ host: `a.test:${port}`, atOnce: 1, everyMs: 0, keepsRobots: true });
    await downloader.picture(`http://a.test:${port}/1`, FOREVER);
    await expect(downloader.picture(`http://a.test:${port}/no/2`, FOREVER)).rejects.toMatchObject({
      code: "link_forbidden",
    });
    expect(asked).toEqual(["/robots.txt", "/1"]);
  });

  it("looks for a host that is away now and then, and loses none of its pictures when it is back", async () => {
    let isAway = false;
    const { port, asked } = await serve((request, response) => {
      if (isAway) request.socket.destroy();
      else response.end(picture);
    });
    const link = (n: number) => `http://a.test:${port}/${n}`;
    const downloader = open();
    const ask = (n: number) => downloader.picture(link(n), FOREVER).catch((error) => error);
    await ask(0);
    isAway = true;
    // Three tries of the first, and none of the others.
    for (let n = 1; n <= 900; n++) {
      expect(await ask(n)).toMatchObject({
        code: "link_unreachable",
        retryAfterS: expect.any(Number),
      });
    }
    expect(asked).toHaveLength(5);
    await clock.pause(10_000, FOREVER);
    expect(await ask(1)).toMatchObject({ retryAfterS: 20 });
    expect(await ask(2)).toMatchObject({ retryAfterS: expect.any(Number) });
    expect(asked).toHaveLength(6);
    isAway = false;
    await clock.pause(20_000, FOREVER);
    for (let n = 1; n <= 20; n++) expect(await ask(n)).toEqual(picture);
  });

  it("takes a host for gone that has not come back in two minutes, and asks it no more", async () => {
    const { port, asked } = await servers.serve((request) => request.socket.destroy());
    const downloader = open();
    const ask = () =>
      downloader.picture(`http://a.test:${port}/1`, FOREVER).catch((error) => error);
    // Nothing says yet that these are more than dead links.
    for (let n = 0; n < 3; n++) expect((await ask()).retryAfterS).toBeUndefined();
    for (const awayS of [10, 20, 40, 80]) {
      expect((await ask()).retryAfterS).toBeCloseTo(awayS, 0);
      await clock.pause(1_000 * awayS, FOREVER);
      await ask();
    }
    expect(asked).toHaveLength(7);
    await clock.pause(1e9, FOREVER);
    expect(await ask()).toMatchObject({ code: "link_unreachable", retryAfterS: undefined });
    expect(asked).toHaveLength(7);
  });

  it("tries a published interface again that did not answer", async () => {
    let lookups = 0;
    const { port } = await serve((_request, response) => response.end("{}"));
    const guards = {
      ...LOOPBACK_GUARDS,
      resolve: async () => (++lookups < 3 ? [] : [{ address: "127.0.0.1", family: 4 }]),
    };
    const downloader = open({ guards });
    downloader.introduce({ host: `a.test:${port}`, atOnce: 1, everyMs: 0 });
    expect(await downloader.json(`http://a.test:${port}/`, FOREVER)).toEqual({});
  });

  it("leads nobody into a private network", async () => {
    const { port, asked } = await serve((_request, response) => {
      response.writeHead(302, { location: "http://169.254.169.254/latest" }).end();
    });
    await expect(open().picture(`http://a.test:${port}/1`, FOREVER)).rejects.toMatchObject({
      code: "link_forbidden",
    });
    await expect(open().picture("http://10.0.0.1/a.png", FOREVER)).rejects.toMatchObject({
      code: "link_forbidden",
    });
    expect(asked).toHaveLength(2);
  });
});

describe("a host's gate", () => {
  it("lets no more in at once, nor faster, than its pace, in order", async () => {
    const gate = new HostGate({ atOnce: 2, everyMs: 100 }, clock);
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    await Promise.all(
      [...Array(8).keys()].map(async (i) => {
        const leave = await gate.enter(FOREVER);
        order.push(i);
        most = Math.max(most, ++inside);
        await new Promise(setImmediate);
        inside--;
        leave();
      }),
    );
    expect(most).toBeLessThanOrEqual(2);
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(clock.pauses).toEqual(Array(7).fill(100));
  });

  it("lets one go at once who gives up, whoever is before", async () => {
    const never = { ...clock, pause: () => new Promise<void>(() => {}) };
    const gate = new HostGate({ atOnce: 3, everyMs: 1_000 }, never);
    (await gate.enter(FOREVER))();
    void gate.enter(FOREVER);
    const gone = new AbortController();
    const given = [gate.enter(gone.signal), gate.enter(gone.signal), gate.enter(gone.signal)];
    gone.abort();
    for (const one of given) await expect(one).rejects.toMatchObject({ name: "AbortError" });
  });

  it("is not stuck behind one who gives up", async () => {
    const gate = new HostGate({ atOnce: 1, everyMs: 0 }, clock);
    const leave = await gate.enter(FOREVER);
    const gone = new AbortController();
    const given = gate.enter(gone.signal);
    const next = gate.enter(FOREVER);
    gone.abort();
    await expect(given).rejects.toMatchObject({ name: "AbortError" });
    leave();
    (await next)();
  });
});

describe("retryAfterMs", () => {
  const now = Date.UTC(2026, 0, 1);
  it.each([
    ["120", 120_000],
    [" 0 ", 0],
    ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
    ["Wed, 31 Dec 2025 00:00:00 GMT", 0],
    ["soon", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    [undefined, undefined],
  ])("reads %s as %s ms", (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });

  it("never asks for less than nothing, whatever it is sent", () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const ms = retryAfterMs(header, now);
        expect(ms === undefined || ms >= 0).toBe(true);
      }),
    );
  });
});
