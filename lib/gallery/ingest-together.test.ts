import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Batcher } from "@/lib/embedding/batcher";
import type { ImageEmbedding } from "@/lib/embedding/embedder";
import { AppError } from "@/lib/errors";
import { countingEmbedder, makeTestGallery, png, type TestGallery } from "./ingest.fixture";
import { writeTar, writeZip } from "./sources/archives.fixture";
import { Downloader } from "./sources/downloader";
import { LOOPBACK_GUARDS, TestServers, testClock } from "./sources/servers.fixture";
import { limitOf } from "./stages";

const LIMITS = { maxFileBytes: 25e6, maxPixels: 80e6, decodeTimeoutS: 20 };

let gallery: TestGallery;
beforeEach(async () => {
  gallery = await makeTestGallery();
});
afterEach(() => gallery.dispose());

const names = (paths: readonly { readonly path: string }[]) =>
  paths.map(({ path }) => relative(gallery.folder, path));
const line = (fields: object) => `${JSON.stringify(fields)}\n`;

describe("several ingests at once", () => {
  const fill = async (count: number) => {
    for (let n = 0; n < count; n++) await gallery.put(`${n % 3}/${n}.png`, await png(n));
  };

  it("of one folder do no work twice and lose none, and each tells of all", async () => {
    await fill(90);
    for (const n of [1, 2, 3]) await gallery.put(`copies/${n}.png`, await png(n));
    await gallery.put("bad.jpg", "no picture");
    await gallery.put("gallery.jsonl", line({ file: "0/0.png", title: "Zero" }));
    const states = await Promise.all([1, 2, 3].map(() => gallery.add()));
    for (const state of states) {
      expect(state).toMatchObject({ found: 94, done: 94 });
      // What was there before one joined is known to it.
      expect(state.added + state.known).toBe(93);
      expect(names(state.skipped)).toEqual(["bad.jpg"]);
    }
    expect(gallery.embedder.asked).toBe(90);
    const images = await gallery.images();
    expect(images).toHaveLength(90);
    expect(images.flatMap(({ locations }) => locations)).toHaveLength(93);
    expect(images.find(({ details }) => details.title === "Zero")).toBeDefined();
    const claims = join(gallery.dataDir, "ingest", "claims");
    expect(await readdir(claims)).toEqual([]);
  });

  it("of several folders with pictures in common embed each picture once", async () => {
    await fill(45);
    for (let n = 0; n < 45; n++) await gallery.put(`more/${n}.png`, await png(n));
    const folders = ["0", "1", "2", "more"].map((name) => join(gallery.folder, name));
    const states = await Promise.all(folders.map((folder) => gallery.add({ folders: [folder] })));
    expect(states.map(({ found, done }) => [found, done])).toEqual([
      [15, 15],
      [15, 15],
      [15, 15],
      [45, 45],
    ]);
    expect(states.reduce((sum, { added }) => sum + added, 0)).toBe(45);
    expect(gallery.embedder.asked).toBe(45);
    const images = await gallery.images();
    expect(images.map(({ locations }) => locations.length)).toEqual(Array(45).fill(2));
  });

  it.each(["works.zip", "works.tar", "works.tar.gz"])("of %s share its pictures", async (name) => {
    const pictures = await Promise.all([...Array(40).keys()].map(png));
    const members = Object.fromEntries(pictures.map((content, n) => [`${n}.png`, content]));
    const path = join(gallery.folder, name);
    await (name.endsWith("zip") ? writeZip : writeTar)(path, members);
    const states = await Promise.all([1, 2].map(() => gallery.add({ folders: [path] })));
    for (const { done, added, known } of states) expect([done, added + known]).toEqual([40, 40]);
    expect(gallery.embedder.asked).toBe(40);
    expect(await gallery.images()).toHaveLength(40);
  });

  it("of one list of links ask for each link once, dead or not", async () => {
    const servers = new TestServers();
    const links = new Downloader({ limits: LIMITS, guards: LOOPBACK_GUARDS, clock: testClock() });
    try {
      const pictures = await Promise.all([...Array(20).keys()].map(png));
      // What one was done with before the other joined, that one would try again.
      let left = 2;
      let onAll = () => {};
      const haveJoined = new Promise<void>((resolve) => {
        onAll = resolve;
      });
      const onJoin = () => --left === 0 && onAll();
      const { port, asked } = await servers.serve(async (request, response) => {
        await haveJoined;
        const content = pictures[Number(request.url?.slice(1))];
        if (content) response.end(content);
        else response.writeHead(404).end();
      });
      const paths = [...Array(30).keys()].map((n) => `/${n}`);
      const list = paths.map((path) => `http://a.test:${port}${path}`).join("\n");
      const file = await gallery.put("list.csv", `url\n${list}\n`);
      const add = () => gallery.add({ folders: [file], downloader: links, onJoin });
      const states = await Promise.all([add(), add()]);
      for (const { done, added, known, skippedCount } of states) {
        expect([done, added + known, skippedCount]).toEqual([30, 20, 10]);
      }
      expect(asked.filter((path) => path !== "/robots.txt").sort()).toEqual(paths.sort());
      expect(gallery.embedder.asked).toBe(20);
    } finally {
      await links.close();
      await servers.close();
    }
  });

  it("take everything in anew once when all are told to", async () => {
    await fill(30);
    await gallery.add();
    await Promise.all([1, 2].map(() => gallery.add({ again: true })));
    expect(gallery.embedder.asked).toBe(60);
  });

  it("go on with what one of them could not do", async () => {
    await fill(60);
    const broken = countingEmbedder();
    const stopped = new AppError("embedder_unavailable", "Stopped.");
    let other: ReturnType<TestGallery["add"]> | undefined;
    const failing = gallery.add({
      embedder: { ...broken, embedImage: () => Promise.reject(stopped) },
      onJoin: () => {
        other = gallery.add();
      },
    });
    const [failed] = await Promise.allSettled([failing]);
    const whole = await other;
    expect(failed).toMatchObject({ status: "rejected", reason: { code: "embedder_unavailable" } });
    expect(whole).toMatchObject({ done: 60, added: 60 });
    expect(gallery.embedder.asked).toBe(60);
  });
});

describe("the stage that limits an ingest is", () => {
  const limitWith = async (changes: Parameters<TestGallery["add"]>[0]) => {
    for (let n = 0; n < 40; n++) await gallery.put(`${n}.png`, await png(n));
    return limitOf((await gallery.add(changes)).stages);
  };
  /** An embedder that takes its time for a batch, one after the other, as a model does. */
  const slowEmbedder = (batchMs: number) => {
    const embedder = countingEmbedder();
    const options = { name: "embed_images" as const, maxBatch: 8, maxWaitMs: 1, maxQueue: 64 };
    const batcher = new Batcher<Uint8Array, ImageEmbedding>(options, async (batch) => {
      await pause(batchMs);
      return Promise.all(batch.map((pixels) => embedder.embedImage(pixels)));
    });
    return { ...embedder, embedImage: (pixels: Uint8Array) => batcher.submit(pixels) };
  };

  it("the model when it is slow, and it is kept full", async () => {
    const limit = await limitWith({ embedder: slowEmbedder(400) });
    expect(limit?.stage).toBe("embed");
    expect(limit?.busy).toBeGreaterThan(0.6);
  });

  it("another one when the model is fast", async () => {
    expect((await limitWith({}))?.stage).not.toBe("embed");
  });
});
