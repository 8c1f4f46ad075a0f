import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { makeTestGallery, picture, png, type TestGallery } from "../ingest.fixture";
import { ThumbnailFolder } from "../thumbnail-folder";
import { type Round, Watch, type WatchSettings } from "./watch-folders";

const LIMITS = { maxFileBytes: 25e6, maxPixels: 80e6, decodeTimeoutS: 20 };
let gallery: TestGallery;
let stop: AbortController;
let running: Promise<void>;
let notes: string[];

beforeEach(async () => {
  gallery = await makeTestGallery();
  stop = new AbortController();
  notes = [];
});
afterEach(async () => {
  stop.abort();
  await running;
  await gallery.dispose();
});

/** What the command does: adds what is there, then what comes. */
async function watch(
  changes: Partial<WatchSettings> = {},
  add: (round?: Round) => Promise<unknown> = (round) =>
    gallery.add(round ? { folders: [], ...round } : {}),
) {
  const opened = await Watch.open({
    ...{ folders: [gallery.folder], leftOut: [gallery.dataDir], limits: LIMITS, stillMs: 30 },
    onNote: (sentence) => notes.push(sentence),
    ...changes,
  });
  await add();
  running = opened
    .run(async (round) => {
      await add(round);
    }, stop.signal)
    .finally(() => opened.close());
}

/** Titles, or names of files, by place. */
async function places(): Promise<Record<string, string>> {
  const images = await gallery.images();
  return Object.fromEntries(
    images.flatMap(({ locations, details, width }) =>
      locations.map(({ path }) => [relative(gallery.folder, path), details.title ?? `${width} px`]),
    ),
  );
}

const become = (expected: Record<string, string>) =>
  vi.waitFor(async () => expect(await places()).toEqual(expected), { timeout: 30_000 });

describe.each([
  ["that is listened to", {}],
  ["that is looked at now and then", { pollMs: 25 }],
])("a folder %s", (_how, how) => {
  it("gives what is new at any depth, with what is said above it", async () => {
    await gallery.put("a.png", await png(1));
    await watch(how);
    await become({ "a.png": "24 px" });
    await gallery.put("gallery.jsonl", `${JSON.stringify({ file: "deep/b.png", title: "B" })}\n`);
    await gallery.put("deep/er/c.png", await png(3));
    await gallery.put("deep/b.png", await png(2));
    await become({ "a.png": "24 px", "deep/b.png": "B", "deep/er/c.png": "24 px" });
    await gallery.put("deep/er/d.png", await png(4));
    await gallery.put("gallery.jsonl", `${JSON.stringify({ file: "a.png", title: "A" })}\n`);
    await become({
      "a.png": "A",
      "deep/b.png": "B",
      "deep/er/c.png": "24 px",
      "deep/er/d.png": "24 px",
    });
    // Nothing was made twice.
    expect(gallery.embedder.asked).toBe(4);
  });

  it("follows what is overwritten, moved and deleted as a second run would", async () => {
    await gallery.put("old/a.png", await png(1));
    await gallery.put("old/b.png", await png(2));
    await gallery.put("copy.png", await png(2));
    await watch(how);
    await rm(join(gallery.folder, "copy.png"));
    await become({ "old/a.png": "24 px", "old/b.png": "24 px" });
    await rename(join(gallery.folder, "old"), join(gallery.folder, "new"));
    await become({ "new/a.png": "24 px", "new/b.png": "24 px" });
    expect(gallery.embedder.asked).toBe(2);
    await writeFile(join(gallery.folder, "new/a.png"), await picture(3, 30, 30).png().toBuffer());
    await vi.waitFor(() => expect(gallery.embedder.asked).toBe(3), { timeout: 30_000 });
    // The last place of an image stays: a disk that is away must not empty a gallery.
    await rm(join(gallery.folder, "new/b.png"));
    await gallery.put("end.png", await png(5));
    await vi.waitFor(async () => expect(await places()).toHaveProperty(["end.png"]));
    expect(await places()).toHaveProperty(["new/b.png"]);
  });
});

describe("a watched folder", () => {
  it("may be removed and come back, and loses nothing meanwhile", async () => {
    await gallery.put("a.png", await png(1));
    await gallery.put("copy.png", await png(1));
    await watch();
    await rename(gallery.folder, `${gallery.folder} away`);
    await vi.waitFor(() => expect(notes.join()).toContain("is away"), { timeout: 30_000 });
    await writeFile(join(`${gallery.folder} away`, "b.png"), await png(2));
    await rename(`${gallery.folder} away`, gallery.folder);
    await become({ "a.png": "24 px", "copy.png": "24 px", "b.png": "24 px" });
    expect(notes.join()).toContain("is back");
    await gallery.put("c.png", await png(3));
    await become({ "a.png": "24 px", "copy.png": "24 px", "b.png": "24 px", "c.png": "24 px" });
  });

  it("is asked again for what a full disk refused", async () => {
    let isFull = true;
    await watch({ retryMs: 10 }, async (round) => {
      if (round && isFull) {
        isFull = false;
        throw new AppError("disk_full", "It is full.");
      }
      await gallery.add({ folders: [], ...round });
    });
    await gallery.put("a.png", await png(1));
    await become({ "a.png": "24 px" });
    expect(notes.join()).toContain("It is full. Trying again");
  });

  it("with a link that leads back, or with our own thumbnails in it, tells of nothing for ever", async () => {
    const dataDir = join(gallery.folder, "data");
    const thumbnailsDir = join(dataDir, "thumbnails");
    const own = { dataDir, thumbnailsDir, thumbnails: new ThumbnailFolder(thumbnailsDir) };
    await mkdir(dataDir);
    await symlink(".", join(gallery.folder, "back"));
    let rounds = 0;
    await watch({ leftOut: [dataDir] }, async (round) => {
      rounds++;
      await gallery.add(round ? { folders: [], ...round, ...own } : own);
    });
    await gallery.put("a.png", await png(1));
    await become({ "a.png": "24 px" });
    await gallery.put("b.png", await png(2));
    await become({ "a.png": "24 px", "b.png": "24 px" });
    // Before the watch, and some for each file.
    expect(rounds).toBeLessThanOrEqual(9);
  });
});
