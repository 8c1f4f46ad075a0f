import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTestGallery, png } from "../ingest.fixture";
import { listAll } from "./archives.fixture";
import { Downloader } from "./downloader";
import { openSource } from "./open-source";
import { LOOPBACK_GUARDS, TestServers, testClock } from "./servers.fixture";

const LIMITS = { maxFileBytes: 100_000, maxPixels: 80e6, decodeTimeoutS: 20 };
let dir: string;
let downloader: Downloader;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-links-"));
  downloader = new Downloader({ limits: LIMITS, guards: LOOPBACK_GUARDS, clock: testClock() });
});
afterEach(async () => {
  await downloader.close();
  await rm(dir, { recursive: true });
});

async function open(name: string, content: string | Uint8Array, links = downloader) {
  await writeFile(join(dir, name), content);
  const thumbnailsDir = join(dir, "thumbnails");
  const options = { dataDir: dir, thumbnailsDir, limits: LIMITS, downloader: links };
  return openSource(join(dir, name), options);
}

/** Columns of strings as a Parquet file of small row groups. */
function parquet(columns: Readonly<Record<string, readonly unknown[]>>): Uint8Array {
  const columnData = Object.entries(columns).map(([name, data]) => ({
    name,
    data: [...data],
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 2 }));
}

const URLS = ["https://a.test/1.jpg", "https://b.test/2.jpg", "https://c.test/3.jpg"];

describe("a list of links", () => {
  it.each([
    [
      "list.csv",
      `URL,TEXT,Artist,License,NSFW\n${URLS[0]},"Storm, at sea",A. Painter,CC0,UNLIKELY\n${URLS[1]},,,,NSFW\n${URLS[2]}\n`,
    ],
    [
      "list.tsv",
      `\uFEFFimage_url\ttitle\tartist\tlicence\tnsfw\r\n${URLS[0]}\tStorm, at sea\tA. Painter\tCC0\tfalse\r\n${URLS[1]}\t\t\t\ttrue\r\n${URLS[2]}\t\t\t\t\r\n`,
    ],
    [
      "list.jsonl",
      [
        {
          url: URLS[0],
          caption: "Storm, at sea",
          creator: "A. Painter",
          rights: "CC0",
          nsfw: false,
        },
        { url: URLS[1], mature: true },
        { url: URLS[2], year: "unknown" },
      ]
        .map((row) => JSON.stringify(row))
        .join("\n"),
    ],
    [
      "list.parquet",
      parquet({
        URL: URLS,
        TEXT: ["Storm, at sea", "", ""],
        artist: ["A. Painter", "", ""],
        license: ["CC0", "", ""],
        NSFW: ["UNLIKELY", "NSFW", "UNSURE"],
        similarity: [0.3, 0.2, 0.1],
      }),
    ],
  ])("in %s is read with what it says, whatever its columns are called", async (name, content) => {
    const { items, unreadable } = await listAll(await open(name, content));
    expect(items.map(({ path }) => path)).toEqual(URLS);
    expect(items.map(({ saying }) => saying?.details)).toEqual([
      { title: "Storm, at sea", artist: "A. Painter", licence: "CC0", mature: false },
      { mature: true },
      undefined,
    ]);
    expect(unreadable).toEqual([]);
  });

  it("keeps the page about a picture apart from the picture", async () => {
    const list = `link,image,date\nhttps://a.test/page,${URLS[0]},c. 1888\n`;
    const { items } = await listAll(await open("list.csv", list));
    expect(items[0]).toMatchObject({
      path: URLS[0],
      saying: { details: { link: "https://a.test/page", year: 1888 } },
    });
  });

  it.each([
    ["list.csv", "title,artist\nA,B\n"],
    ["list.jsonl", '{"title":"A","artist":"B"}\n'],
    ["list.parquet", parquet({ title: ["A"], artist: ["B"] })],
  ])("in %s without a column of links says which columns there are", async (name, content) => {
    await expect(listAll(await open(name, content))).rejects.toMatchObject({
      code: "source_invalid",
      message: expect.stringMatching(/"url".*found "title", "artist"/),
    });
  });

  it.each(["list.csv", "list.jsonl", "list.parquet"])("in an empty %s says so", async (name) => {
    await expect(listAll(await open(name, ""))).rejects.toMatchObject({ code: "source_invalid" });
  });

  it("names lines that have no link, and reads the others", async () => {
    const lines = [`{"url":"${URLS[0]}"}`, "no json", '{"url":"javascript:x"}', "[1]", "", "{}"];
    const { items, unreadable } = await listAll(await open("list.jsonl", lines.join("\n")));
    expect(items).toHaveLength(1);
    expect(unreadable.map(({ where }) => where.split(":").pop())).toEqual(["2", "3", "4", "6"]);
  });

  it("of many row groups holds one of them at a time", async () => {
    const urls = [...Array(101).keys()].map((i) => `https://a.test/${i}`);
    const { items } = await listAll(await open("list.parquet", parquet({ url: urls })));
    expect(items.map(({ path }) => path)).toEqual(urls);
  });

  it("of any text ends with items, lines that are named, or a sentence", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("csv", "jsonl", "parquet"),
        fc.string({ maxLength: 300 }),
        async (ending, text) => {
          const listing = listAll(await open(`any.${ending}`, `url,title\n${text}`));
          await listing.catch((error) => expect(error).toMatchObject({ code: "source_invalid" }));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("whose server is away for a while loses nothing, and what is known of others is not held up", async () => {
    const servers = new TestServers();
    const gallery = await makeTestGallery();
    const links = new Downloader({
      ...{ limits: LIMITS, guards: LOOPBACK_GUARDS, clock: testClock(), awayMs: 1 },
    });
    try {
      const pictures = await Promise.all([...Array(30).keys()].map(png));
      let count = 0;
      const { port } = await servers.serve((request, response) => {
        count++;
        if (request.url === "/robots.txt") response.writeHead(404).end();
        // Away after the first ones.
        else if (count > 6 && count <= 12) request.socket.destroy();
        else response.end(pictures[Number(request.url?.slice(1))]);
      });
      const list = pictures.map((_, n) => `http://a.test:${port}/${n}`).join("\n");
      const source = await open("away.csv", `url\n${list}\n`, links);
      expect(await gallery.add({ sources: [source] })).toMatchObject({ added: 30, skipped: [] });
    } finally {
      await links.close();
      await gallery.dispose();
      await servers.close();
    }
  });

  it("is left at once when it is told to stop, though a server lets us wait", async () => {
    const servers = new TestServers();
    const gallery = await makeTestGallery();
    const stop = new AbortController();
    // Who waits, waits for ever.
    const pause = (_ms: number, signal: AbortSignal) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        stop.abort();
      });
    const clock = { now: () => 0, epochMs: () => 0, pause };
    const links = new Downloader({ limits: LIMITS, guards: LOOPBACK_GUARDS, clock });
    try {
      const { port, asked } = await servers.serve((_request, response) => {
        response.end("User-agent: *\nCrawl-delay: 60");
      });
      const list = [1, 2, 3].map((n) => `http://a.test:${port}/${n}`).join("\n");
      const source = await open("slow.csv", `url\n${list}\n`, links);
      const state = await gallery.add({ sources: [source], signal: stop.signal });
      expect(state).toMatchObject({ done: 0, skipped: [] });
      expect(asked).toEqual(["/robots.txt"]);
      expect(await readdir(join(gallery.dataDir, "ingest", "claims"))).toEqual([]);
    } finally {
      await links.close();
      await gallery.dispose();
      await servers.close();
    }
  });

  it("of which half are dead and one is 10 GB costs a line for each, and is resumed where it was", async () => {
    const servers = new TestServers();
    const gallery = await makeTestGallery();
    try {
      const pictures = await Promise.all([...Array(10).keys()].map(png));
      const { port, asked } = await servers.serve((request, response) => {
        const n = Number(request.url?.slice(1));
        if (request.url === "/huge") {
          response.writeHead(200, { "content-length": "10000000000" }).write("x");
        } else if (Number.isInteger(n) && n % 2 === 0) response.end(pictures[n]);
        else response.writeHead(404).end();
      });
      const links = [...[...Array(10).keys()].map(String), "huge"];
      const list = `url\n${links.map((path) => `http://a.test:${port}/${path}`).join("\n")}\n`;
      const source = await open("list.csv", list);
      const state = await gallery.add({ sources: [source] });
      expect(state).toMatchObject({ added: 5, done: 11 });
      expect(state.skipped.map(({ code }) => code).sort()).toEqual([
        "image_too_large",
        ...Array(5).fill("link_unreachable"),
      ]);
      const before = asked.length;
      const again = await gallery.add({ sources: [source] });
      expect(again).toMatchObject({ added: 0, known: 5 });
      expect(asked.slice(before).some((path) => /[02468]$/.test(path))).toBe(false);
      const [image] = await gallery.images();
      expect(image?.locations[0]?.path).toMatch(/^http:\/\/a\.test/);
    } finally {
      await gallery.dispose();
      await servers.close();
    }
  });
});
