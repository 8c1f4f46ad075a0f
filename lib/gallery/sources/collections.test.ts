import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestGallery, png, type TestGallery } from "../ingest.fixture";
import { mirrorGuards } from "./collection-mirror";
import { Downloader, type DownloaderSettings, type PublishedHost } from "./downloader";
import { type PlayedMuseums, playMuseums } from "./museums.fixture";
import {
  COLLECTION_NAMES,
  type CollectionName,
  collectionName,
  openCollection,
} from "./open-collection";
import { LOOPBACK_GUARDS, TestServers, testClock } from "./servers.fixture";
import type { Source, SourceEvent } from "./source";

const LIMITS = { maxFileBytes: 100_000, maxPixels: 80e6, decodeTimeoutS: 20 };
const FOREVER = new AbortController().signal;
const NAMES = ["met", "artic", "commons"] as const;
const SEARCH = /v1\.1\/search|artworks\/search|api\.php/;

let servers: TestServers;
let clock: ReturnType<typeof testClock>;
let downloader: Downloader | undefined;
let gallery: TestGallery | undefined;

beforeEach(() => {
  servers = new TestServers();
  clock = testClock();
});
afterEach(async () => {
  await downloader?.close();
  await gallery?.dispose();
  await servers.close();
  [downloader, gallery] = [undefined, undefined];
});

/** Museums that play, and what opens one. */
async function play(
  played: Partial<PlayedMuseums> = {},
  settings: Partial<DownloaderSettings> = {},
) {
  const { port, asked } = await servers.serve(playMuseums({ works: 12, picture: png, ...played }));
  const ours = new Downloader({ limits: LIMITS, guards: LOOPBACK_GUARDS, clock, ...settings });
  downloader = ours;
  const open = (name: CollectionName, limit = 10, query: string | undefined = "storm") =>
    openCollection(name, {
      ...{ query, limit, downloader: ours, collectionsUrl: `http://mirror.test:${port}/` },
    });
  return { asked, open };
}

async function listed(source: Source): Promise<SourceEvent[]> {
  const events: SourceEvent[] = [];
  for await (const event of source.list(FOREVER)) events.push(event);
  return events;
}

const pathsOf = (events: readonly SourceEvent[]) =>
  events.map((event) => (event.kind === "item" ? event.item.path : event.code));

async function add(source: Source) {
  gallery ??= await makeTestGallery();
  return gallery.add({ sources: [source] });
}

describe.each([
  [
    "met",
    {
      artist: "Katsushika Hokusai",
      year: 1825,
      licence: "CC0-1.0",
      medium: "Woodblock print; ink and color on paper",
      source: "The Metropolitan Museum of Art",
      link: "https://www.metmuseum.org/art/collection/search/1",
      extra: { date: "ca. 1830–32", credit: "Rogers Fund, 1914" },
    },
  ],
  [
    "artic",
    {
      artist: "Winslow Homer",
      year: 1875,
      licence: "CC0-1.0",
      style: "Realism",
      source: "The Art Institute of Chicago",
      link: "https://www.artic.edu/artworks/1",
      extra: { date: "About 1880", credit: "Gift of a friend" },
    },
  ],
  [
    "commons",
    {
      artist: "Ivan Aivazovsky",
      year: 1850,
      licence: "CC BY-SA 4.0",
      source: "Wikimedia Commons",
      link: "https://commons.wikimedia.org/wiki/File:Storm_1.jpg",
      extra: { date: "1850" },
    },
  ],
] as const)("%s", (name, said) => {
  it("gives pictures with title, artist, date, licence and link, and is resumed by searching alone", async () => {
    const { open, asked } = await play();
    expect(await add(open(name))).toMatchObject({ found: 10, added: 10, skippedCount: 0 });
    const images = (await gallery?.images()) ?? [];
    const first = images.find(({ details }) => details.link === said.link);
    expect(first?.details).toMatchObject({ title: "Storm 1", ...said });
    expect(first?.locations[0]?.path).toBe(said.link);
    const before = asked.length;
    expect(await add(open(name, 12))).toMatchObject({ added: 2, known: 10 });
    const pictures = asked.slice(before).filter((path) => !SEARCH.test(path));
    // Two new ones; the Met says of each what it is first.
    expect(pictures).toHaveLength(name === "met" ? 4 : 2);
  });

  it("goes through pages in order, each work once, as far as the limit", async () => {
    const { open, asked } = await play({ works: 130 });
    const all = await listed(open(name, 1_000));
    expect(all).toHaveLength(130);
    expect(new Set(pathsOf(all)).size).toBe(130);
    expect(pathsOf(await listed(open(name, 60)))).toEqual(pathsOf(all.slice(0, 60)));
    expect(asked.filter((path) => SEARCH.test(path)).length).toBeLessThanOrEqual(8);
  });

  it("that finds nothing says so", async () => {
    const { open } = await play({ works: 0 });
    expect(pathsOf(await listed(open(name)))).toEqual(["nothing_found"]);
  });

  it("is named when it cannot be reached, or is too slow", async () => {
    const down = await play({
      instead: (_url, response) => Boolean(response.writeHead(503).end()),
    });
    await expect(listed(down.open(name))).rejects.toMatchObject({
      code: "collection_unreachable",
      message: expect.stringContaining(`${said.source} could not be reached`),
    });
    await downloader?.close();
    const slow = await play({ instead: () => true }, { timeoutMs: 30 });
    await expect(listed(slow.open(name))).rejects.toMatchObject({
      code: "collection_unreachable",
    });
  });

  it("comes back after 429 and 403, and stays away as long as it asks", async () => {
    const answers = [
      [429, { "retry-after": "7" }],
      [403, {}],
    ] as const;
    let n = 0;
    const { open } = await play({
      instead: (_url, response) => {
        const [status, headers] = answers[n++] ?? [];
        return status !== undefined && Boolean(response.writeHead(status, headers).end());
      },
    });
    expect(await listed(open(name))).toHaveLength(10);
    expect(clock.pauses.some((ms) => ms > 6_000 && ms <= 7_000)).toBe(true);
    expect(Math.max(...clock.pauses)).toBeGreaterThanOrEqual(30_000);
  });

  it.each([
    ["no JSON", "<html>Request unsuccessful</html>", "collection_unreachable"],
    ["another shape", '{"total":"many","pagination":[],"query":[]}', "collection_invalid"],
  ])("with an answer that is %s ends with one sentence", async (_what, body, code) => {
    const { open } = await play({ instead: (_url, response) => Boolean(response.end(body)) });
    await expect(listed(open(name))).rejects.toMatchObject({
      code,
      message: expect.not.stringContaining("\n"),
    });
  });

  it("that fails on a later page keeps what it gave, with a line in the report", async () => {
    let searches = 0;
    const { open } = await play({
      works: 600,
      instead: ({ pathname }, response) =>
        SEARCH.test(pathname) && ++searches > 1 && Boolean(response.writeHead(500).end()),
    });
    const paths = pathsOf(await listed(open(name, 600)));
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.at(-1)).toBe("collection_unreachable");
  });

  it("of which half the pictures are gone, and one has moved, costs a line for each", async () => {
    const { open } = await play({
      instead: ({ pathname }, response) => {
        const [n] = /(?<=image-|\/)(\d+)(?=\.jpg|\/full)/.exec(pathname) ?? [];
        if (n === "1") {
          response.writeHead(301, {
            location: `${pathname.replace(/(image-|\/)1(\.jpg|\/full)/, "$111$2")}`,
          });
        } else if (n !== undefined && Number(n) % 2 === 0) response.writeHead(404);
        else return false;
        return Boolean(response.end());
      },
    });
    const state = await add(open(name));
    expect(state).toMatchObject({ found: 10, done: 10, added: 5, skippedCount: 5 });
    expect(new Set(state.skipped.map(({ code }) => code))).toEqual(new Set(["link_unreachable"]));
  });
});

describe("a collection", () => {
  it("with works that are not as published costs a line for each", async () => {
    const broken: Record<string, Record<string, unknown>> = {
      met: { isPublicDomain: "yes" },
      artic: { image_id: "../../etc" },
      commons: { LicenseShortName: "CC0" },
    };
    for (const name of NAMES) {
      const { open } = await play({ said: (id) => (id === 2 ? (broken[name] ?? {}) : {}) });
      const state = await add(open(name));
      expect(state.skipped).toMatchObject([
        {
          code: "link_invalid",
          path: expect.stringMatching(/(artworks|search)\/2$|curid=\d+$/),
          message: expect.stringMatching(/^Expected a work as .* publishes it/),
        },
      ]);
      await downloader?.close();
    }
  });

  it("leaves out what the Met gives out but is not open, and takes the small picture of one that is too large", async () => {
    const { open } = await play({
      said: (id) => (id === 1 ? { isPublicDomain: false } : id === 2 ? { primaryImage: "" } : {}),
      instead: ({ pathname }, response) =>
        pathname.endsWith("original/3.jpg") &&
        Boolean(response.writeHead(200, { "content-length": "10000000000" }).write("x")),
    });
    expect(await add(open("met"))).toMatchObject({ done: 10, added: 8, skippedCount: 0 });
  });

  it("waits while Wikimedia's databases are behind", async () => {
    let behind = 1;
    const { open, asked } = await play({
      instead: (_url, response) =>
        behind-- > 0 &&
        Boolean(
          response
            .writeHead(200, { "retry-after": "5" })
            .end('{"error":{"code":"maxlag","info":"Waiting for a host: 6 seconds lagged"}}'),
        ),
    });
    expect(await listed(open("commons"))).toHaveLength(10);
    expect(clock.pauses.some((ms) => ms > 4_000 && ms <= 5_000)).toBe(true);
    expect(asked[0]).toContain("maxlag=5");
  });

  it("says what Wikimedia complains of", async () => {
    const body = '{"error":{"code":"badvalue","info":"Unrecognized value"}}';
    const { open } = await play({ instead: (_url, response) => Boolean(response.end(body)) });
    await expect(listed(open("commons"))).rejects.toMatchObject({
      code: "collection_invalid",
      message: expect.stringContaining('"Unrecognized value"'),
    });
  });

  it("is asked no faster than it publishes, and told by whom", () => {
    const told: PublishedHost[] = [];
    const deaf = {
      introduce: (host: PublishedHost) => told.push(host),
      userAgent: "Wavelength/0.1",
    };
    for (const name of NAMES) {
      openCollection(name, { query: "storm", downloader: deaf as unknown as Downloader });
    }
    const least: Record<string, number> = {
      ...{ "api.artic.edu": 1_000, "www.artic.edu": 1_000, "commons.wikimedia.org": 1_000 },
      ...{ "collectionapi.metmuseum.org": 200, "images.metmuseum.org": 200 },
      "upload.wikimedia.org": 200,
    };
    expect(told.map(({ host }) => host).sort()).toEqual(Object.keys(least).sort());
    for (const { host, everyMs, atOnce } of told) {
      expect(everyMs).toBeGreaterThanOrEqual(least[host] ?? Number.POSITIVE_INFINITY);
      expect(atOnce).toBeLessThanOrEqual(2);
    }
  });

  it("of Chicago is told in its own header who asks, for pictures too", async () => {
    const heard = new Set<unknown>();
    const museums = playMuseums({ works: 2, picture: png });
    const { port } = await servers.serve((request, response) => {
      heard.add(request.headers["aic-user-agent"]);
      museums(request, response);
    });
    downloader = new Downloader({ limits: LIMITS, guards: LOOPBACK_GUARDS, contact: "me@a.test" });
    const collectionsUrl = `http://mirror.test:${port}`;
    await add(openCollection("artic", { query: "storm", downloader, collectionsUrl }));
    expect([...heard]).toEqual(["Wavelength/0.1 (image explorer; contact: me@a.test)"]);
  });
});

describe("museums", () => {
  it("give works of both in turn, of moods that nobody has to think of", async () => {
    const { open, asked } = await play({ works: 40 });
    const paths = pathsOf(await listed(open("museums", 80, "")));
    expect(paths).toHaveLength(80);
    expect(paths.slice(0, 4).map((path) => new URL(path).host)).toEqual([
      ...["www.artic.edu", "www.metmuseum.org", "www.artic.edu", "www.metmuseum.org"],
    ]);
    const moods = new Set(
      asked.map((path) => new URL(path, "http://a.test").searchParams.get("q")),
    );
    expect(moods.size).toBeGreaterThanOrEqual(15);
    expect(asked.some((path) => path.includes("isHighlight=true"))).toBe(true);
  });

  it("give all of one while the other cannot be reached, and say so", async () => {
    const { open, asked } = await play({
      works: 40,
      instead: ({ pathname }, response) =>
        pathname.startsWith("/api.artic.edu") && Boolean(response.writeHead(500).end()),
    });
    const paths = pathsOf(await listed(open("museums", 30, "")));
    expect(paths).toHaveLength(31);
    expect(paths.at(-1)).toBe("collection_unreachable");
    // Not once for every mood.
    expect(asked.filter((path) => path.startsWith("/api.artic.edu"))).toHaveLength(5);
  });

  it("that are both away are one failure", async () => {
    const { open } = await play({ instead: (_url, response) => Boolean(response.destroy()) });
    await expect(listed(open("museums", 30, ""))).rejects.toMatchObject({
      code: "collection_unreachable",
      message: expect.stringMatching(/^The Art Institute .* and The Metropolitan .* could not/),
    });
    // Somebody has clicked, and is told soon: three tries, and nothing that is waited for.
    expect(clock.pauses.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(5_000);
  });
});

describe("openCollection", () => {
  it("knows collections by name, and asks what to look for", () => {
    const options = { downloader: {} as Downloader };
    expect(collectionName("AIC")).toBe("artic");
    expect(collectionName("./met")).toBeUndefined();
    for (const name of COLLECTION_NAMES.filter((known) => known !== "museums")) {
      expect(() => openCollection(name, { ...options, query: "  " })).toThrow(
        expect.objectContaining({ code: "invalid_request" }),
      );
    }
  });

  it("keeps nobody waiting who stops while a museum is slow", async () => {
    const stop = new AbortController();
    const { open } = await play({
      instead: ({ pathname }) => {
        const isPicture = pathname.startsWith("/www.artic.edu");
        if (isPicture) stop.abort();
        return isPicture;
      },
    });
    gallery = await makeTestGallery();
    const state = await gallery.add({ sources: [open("artic")], signal: stop.signal });
    expect(state).toMatchObject({ done: 0, added: 0, skippedCount: 0 });
  });

  it("stops when nobody listens any more", async () => {
    const { open } = await play({ works: 100 });
    const stop = new AbortController();
    let count = 0;
    for await (const _ of open("artic", 100).list(stop.signal)) if (++count === 3) stop.abort();
    expect(count).toBe(3);
  });
});

describe("mirrorGuards", () => {
  it("lets through the addresses of the mirror alone, besides public ones", async () => {
    const addresses: Record<string, string> = { mirror: "10.0.0.7", other: "10.0.0.8" };
    const resolve = async (host: string) => [{ address: addresses[host] ?? "", family: 4 }];
    const isAllowed = (address: string) => address === "93.184.216.34";
    const guards = mirrorGuards("http://mirror:8080/art", { resolve, isAllowed });
    await guards.resolve("other");
    expect(guards.isAllowed("10.0.0.7")).toBe(false);
    await guards.resolve("mirror");
    expect(guards.isAllowed("10.0.0.7")).toBe(true);
    expect(guards.isAllowed("10.0.0.8")).toBe(false);
    expect(guards.isAllowed("93.184.216.34")).toBe(true);
    expect(mirrorGuards("http://[::1]:8080").isAllowed("::1")).toBe(true);
  });
});
