import {
  chmod,
  mkdir,
  readdir,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { join, relative } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import type { IngestMemory } from "./ingest";
import {
  countingEmbedder,
  makeTestGallery,
  picture,
  png,
  type TestGallery,
} from "./ingest.fixture";
import { ThumbnailFolder } from "./thumbnail-folder";
import { THUMBNAIL_WIDTHS } from "./thumbnails";

let gallery: TestGallery;
beforeEach(async () => {
  gallery = await makeTestGallery();
});
afterEach(() => gallery.dispose());

const names = (paths: readonly { readonly path: string }[]) =>
  paths.map(({ path }) => relative(gallery.folder, path));
const line = (fields: object) => `${JSON.stringify(fields)}\n`;

describe("ingest takes in", () => {
  it.each(["jpeg", "png", "webp", "avif", "gif", "tiff"] as const)(
    "%s under any name, with thumbnails at both widths and a thumbhash",
    async (format) => {
      const content = await picture(1, 900, 600).toFormat(format).toBuffer();
      await gallery.put("holiday", content);
      expect(await gallery.add()).toMatchObject({ found: 1, done: 1, added: 1, skipped: [] });
      const [image] = await gallery.images();
      expect(image).toMatchObject({ width: 900, height: 600, details: { format } });
      expect(image?.thumbhash.length).toBeGreaterThan(4);
      expect(image?.thumbhash.length).toBeLessThanOrEqual(25);
      for (const width of THUMBNAIL_WIDTHS) {
        const webp = await gallery.thumbnails.read(image?.id ?? ("" as never), width);
        expect(await sharp(webp).metadata()).toMatchObject({ format: "webp", width });
      }
    },
  );

  it("an SVG, and what a camera held sideways with the size that is seen", async () => {
    await gallery.put(
      "a.txt",
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="9" height="9"/></svg>',
    );
    await gallery.put(
      "b.jpg",
      await picture(2, 40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    );
    await gallery.add();
    expect(await gallery.images()).toMatchObject([
      { width: 40, height: 30, details: { format: "svg" } },
      { width: 20, height: 40, details: { format: "jpeg" } },
    ]);
  });

  it("names with a newline, an emoji, quotes, accents and escape sequences", async () => {
    const odd = [
      "two\nlines.png",
      "🌊 sea.png",
      `it's "so".png`,
      "\u00e9te\u0301.png",
      "\u001b[2J.png",
    ];
    await Promise.all(odd.map(async (name, i) => gallery.put(name, await png(i))));
    expect(await gallery.add()).toMatchObject({ added: odd.length, skipped: [] });
    const found = (await gallery.images()).flatMap(({ locations }) => names(locations));
    expect(found.sort()).toEqual([...odd].sort());
  });

  it("folders in folders, and folders behind links once, also where a link leads back", async () => {
    await gallery.put("a/b/c/deep.png", await png(1));
    await symlink("..", join(gallery.folder, "a/b/back"));
    await symlink("loop", join(gallery.folder, "loop"));
    await symlink("nowhere", join(gallery.folder, "gone.png"));
    const state = await gallery.add();
    expect(state).toMatchObject({ found: 1, added: 1 });
    expect(
      state.skipped.map(({ path, message }) => [relative(gallery.folder, path), message]),
    ).toEqual([
      ["gone.png", "A link to something that is gone."],
      ["loop", "A link that leads to itself."],
    ]);
  });

  it("nothing of its own thumbnails when its data lies in the folder", async () => {
    await gallery.put("one.png", await png(1));
    const dataDir = join(gallery.folder, "data");
    const thumbnailsDir = join(gallery.folder, "small");
    const own = { dataDir, thumbnailsDir, thumbnails: new ThumbnailFolder(thumbnailsDir) };
    for (const added of [1, 0, 0]) {
      expect(await gallery.add(own)).toMatchObject({ found: 1, added });
    }
  });

  it("no more pictures at once than the embedder has room for", async () => {
    await Promise.all(
      [...Array(12).keys()].map(async (n) => gallery.put(`${n}.png`, await png(n))),
    );
    const embedder = countingEmbedder(2);
    expect(await gallery.add({ embedder })).toMatchObject({ added: 12 });
    expect(embedder.atOnce).toBeLessThanOrEqual(2);
  });
});

describe("an image in several places", () => {
  it("is one row with all of them, made once", async () => {
    const content = await png(1);
    for (const name of ["a.png", "b/b.png", "c/c"]) await gallery.put(name, content);
    expect(await gallery.add()).toMatchObject({ added: 1, known: 2 });
    expect(gallery.embedder.asked).toBe(1);
    await gallery.put("d.png", content);
    expect(await gallery.add()).toMatchObject({ added: 0, known: 4 });
    const images = await gallery.images();
    expect(images).toHaveLength(1);
    expect(names(images[0]?.locations ?? []).sort()).toEqual(["a.png", "b/b.png", "c/c", "d.png"]);
  });

  it("follows its file when that is moved, or touched", async () => {
    const path = await gallery.put("old.png", await png(1));
    await gallery.add();
    await rename(path, join(gallery.folder, "new.png"));
    expect(await gallery.add()).toMatchObject({ added: 0, known: 1 });
    await utimes(join(gallery.folder, "new.png"), 1_000, 1_000);
    expect(await gallery.add()).toMatchObject({ added: 0, known: 1 });
    const [image, ...others] = await gallery.images();
    expect(others).toEqual([]);
    expect(names(image?.locations ?? [])).toEqual(["new.png"]);
    expect(image?.locations[0]?.modifiedMs).toBe(1e6);
    expect(gallery.embedder.asked).toBe(1);
  });

  it("stays when its file is deleted", async () => {
    const path = await gallery.put("a.png", await png(1));
    await gallery.add();
    await rm(path);
    expect(await gallery.add()).toMatchObject({ found: 0, added: 0 });
    expect(names((await gallery.images())[0]?.locations ?? [])).toEqual(["a.png"]);
  });

  it("makes room for another where its file was overwritten, and neither is read again", async () => {
    const content = await png(1);
    const path = await gallery.put("a.png", content);
    await gallery.put("copy.png", content);
    await gallery.add();
    await writeFile(path, await picture(2, 30, 30).png().toBuffer());
    expect(await gallery.add()).toMatchObject({ added: 1, known: 1 });
    const images = await gallery.images();
    expect(images.map(({ width, locations }) => [width, names(locations)])).toEqual([
      [30, ["a.png"]],
      [24, ["copy.png"]],
    ]);
    const { revision } = gallery.store.state();
    expect(await gallery.add()).toMatchObject({ added: 0, known: 2 });
    expect(gallery.store.state().revision).toBe(revision);
  });
});

describe("a second run", () => {
  it("reads, embeds and writes nothing when nothing has changed", async () => {
    for (const n of [1, 2, 3]) await gallery.put(`${n}.png`, await png(n));
    await gallery.put("gallery.jsonl", line({ file: "1.png", title: "One" }));
    await gallery.add();
    const { revision } = gallery.store.state();
    expect(await gallery.add()).toMatchObject({ found: 3, done: 3, added: 0, known: 3 });
    expect(gallery.store.state().revision).toBe(revision);
    expect(gallery.embedder.asked).toBe(3);
  });

  it("leaves out what was removed by hand, until it is told to take all in again", async () => {
    for (const n of [1, 2]) await gallery.put(`${n}.png`, await png(n));
    await gallery.add();
    const [first, second] = await gallery.images();
    await gallery.store.remove(first ? [first.id] : []);
    await gallery.put("copy of 1.png", await png(1));
    expect(await gallery.add()).toMatchObject({ added: 0, removed: 2, known: 1 });
    expect((await gallery.images()).map(({ id }) => id)).toEqual([second?.id]);
    expect(await gallery.add({ again: true })).toMatchObject({ added: 1, known: 1 });
    expect(await gallery.images()).toHaveLength(2);
    expect(gallery.embedder.asked).toBe(4);
  });

  it("goes on where a stop left off, after all that was in hand was written", async () => {
    await Promise.all(
      [...Array(60).keys()].map(async (n) => gallery.put(`${n}.png`, await png(n))),
    );
    const stop = new AbortController();
    const first = await gallery.add({
      signal: stop.signal,
      onProgress: ({ done }) => done >= 10 && stop.abort(),
    });
    expect(first.done).toBeLessThan(60);
    expect(first.added).toBe(first.done);
    expect(gallery.store.state().count).toBe(first.added);
    expect(await gallery.add()).toMatchObject({ added: 60 - first.added, known: first.added });
    expect(gallery.embedder.asked).toBe(60);
  });
});

describe("an ingest that remembers the one before", () => {
  it("does not read the whole store again, and yet minds what others have done since", async () => {
    const copied = await gallery.put("a.png", await png(1));
    const gone = await gallery.put("gone.png", await png(2));
    const scan = vi.spyOn(gallery.store, "scan");
    const memory: IngestMemory = {};
    const again = async () => {
      scan.mockClear();
      const state = await gallery.add({ memory });
      return { ...state, scans: scan.mock.calls.length };
    };
    expect(await again()).toMatchObject({ added: 2, scans: 1 });
    // Meanwhile another process adds pictures, and somebody removes one.
    const elsewhere = join(gallery.folder, "..", "elsewhere");
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, "c.png"), await png(3));
    await writeFile(join(elsewhere, "a.png"), await png(1));
    await gallery.add({ folders: [elsewhere] });
    const removed = (await gallery.images()).find(({ locations }) => locations[0]?.path === gone);
    await gallery.store.remove(removed ? [removed.id] : []);
    await utimes(gone, 1_000, 1_000);
    await utimes(copied, 1_000, 1_000);
    await gallery.put("c.png", await png(3));
    expect(await again()).toMatchObject({ added: 0, known: 2, removed: 1, scans: 0 });
    const images = await gallery.images();
    expect(images.map(({ locations }) => locations.length)).toEqual([2, 2]);
    expect(gallery.embedder.asked).toBe(3);
  });

  it("reads it again after one that failed: what was not written is not known", async () => {
    const memory: IngestMemory = {};
    await gallery.add({ memory });
    await gallery.put("a.png", await png(1));
    const full = Object.assign(new Error("write"), { code: "ENOSPC" });
    vi.spyOn(gallery.store, "upsert").mockRejectedValueOnce(full);
    await expect(gallery.add({ memory })).rejects.toMatchObject({ code: "disk_full" });
    expect(await gallery.add({ memory })).toMatchObject({ added: 1 });
  });
});

describe("gallery.jsonl", () => {
  it("says what is known of an image, and every further field is kept", async () => {
    await gallery.put("art/1.png", await png(1));
    const known = {
      title: "The sea",
      artist: "I. A.",
      year: 1873,
      medium: "oil",
      style: "romantic",
      licence: "CC0",
      source: "museum",
      link: "https://example.org/1",
      generated: false,
      mature: true,
    };
    await gallery.put(
      "gallery.jsonl",
      line({ file: "art/1.png", width: 1, height: 1, ...known, room: 7, tags: ["a", { b: 1 }] }),
    );
    await gallery.add();
    expect((await gallery.images())[0]?.details).toEqual({
      ...known,
      format: "png",
      extra: { room: 7, tags: ["a", { b: 1 }] },
    });
  });

  it("is asked before the file itself, field by field", async () => {
    const content = await picture(1)
      .withExif({ IFD0: { ImageDescription: "By the sea", Artist: "Ann", Copyright: "CC BY" } })
      .jpeg()
      .toBuffer();
    await gallery.put("a.jpg", content);
    await gallery.put("gallery.jsonl", line({ file: "a.jpg", title: "Sea", mature: true }));
    await gallery.add();
    expect((await gallery.images())[0]?.details).toEqual({
      title: "Sea",
      artist: "Ann",
      licence: "CC BY",
      mature: true,
      format: "jpeg",
    });
  });

  it("is heard again when it says something else, without making the image anew", async () => {
    await gallery.put("a.png", await png(1));
    await gallery.put("gallery.jsonl", line({ file: "a.png", title: "One", mature: true }));
    await gallery.add();
    await gallery.put("gallery.jsonl", line({ file: "a.png", title: "Two" }));
    expect(await gallery.add()).toMatchObject({ added: 0, known: 1 });
    expect((await gallery.images())[0]?.details).toEqual({ title: "Two", format: "png" });
    expect(gallery.embedder.asked).toBe(1);
  });

  it("keeps its say when a folder below it is added alone", async () => {
    const path = await gallery.put("art/1.png", await png(1));
    await gallery.put("gallery.jsonl", line({ file: "art/1.png", title: "One" }));
    await gallery.add();
    await utimes(path, 1_000, 1_000);
    await gallery.add({ folders: [join(gallery.folder, "art")] });
    expect((await gallery.images())[0]?.details).toMatchObject({ title: "One" });
  });

  it("of the place that was found first has the say, and runs do not change it to and fro", async () => {
    for (const folder of ["a", "b"]) {
      await gallery.put(`${folder}/x.png`, await png(1));
      await gallery.put(`${folder}/gallery.jsonl`, line({ file: "x.png", title: folder }));
    }
    await gallery.add();
    const details = (await gallery.images())[0]?.details;
    const { revision } = gallery.store.state();
    await gallery.add();
    expect(gallery.store.state().revision).toBe(revision);
    expect((await gallery.images())[0]?.details).toEqual(details);
  });

  it("with lines that say nothing loses only those, and names them", async () => {
    await gallery.put("a.png", await png(1));
    await gallery.put("b.png", await png(2));
    await gallery.put(
      "gallery.jsonl",
      `{"file":"a.png","title":"A"}\nnot json\n{"title":"no file"}\n{"file":"../../etc/passwd"}\n\n{"file":"b.png","year":"c. 1888","mature":"yes"}`,
    );
    const { added, skipped } = await gallery.add();
    expect(added).toBe(2);
    expect(skipped.map(({ code, message }) => [code, message.slice(0, 7)])).toEqual([
      ["invalid_line", "line 2:"],
      ["invalid_line", "line 3:"],
      ["invalid_line", "line 4:"],
    ]);
    expect((await gallery.images()).map(({ details }) => details)).toEqual([
      { title: "A", format: "png" },
      { year: 1888, format: "png", extra: { mature: "yes" } },
    ]);
  });

  it("that cannot be read costs no image", async () => {
    await gallery.put("a.png", await png(1));
    await mkdir(join(gallery.folder, "gallery.jsonl"));
    const { added, skipped } = await gallery.add();
    expect(added).toBe(1);
    expect(skipped).toMatchObject([{ code: "unreadable" }]);
  });
});

describe("a bad file", () => {
  it("is skipped by name and reason, and nothing else is lost", async () => {
    const jpeg = await picture(9, 300, 200).jpeg().toBuffer();
    await gallery.put("good-1.png", await png(1));
    await gallery.put("cut.jpg", jpeg.subarray(0, Math.floor(jpeg.length * 0.6)));
    await gallery.put("empty.png", "");
    await gallery.put("huge.tif", "II*\0");
    // Sparse: 200 MB that take no room, and are not read.
    await truncate(join(gallery.folder, "huge.tif"), 200e6);
    await gallery.put("letter.jpg", "Dear diary, this is no picture.");
    await gallery.put("photo.heic", "\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    await gallery.put(
      "script.svg",
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
    );
    await gallery.put(
      "spy.svg",
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="http://127.0.0.1/x.png"/></svg>',
    );
    await gallery.put("wide.png", await picture(3, 9_000, 9_000).png().toBuffer());
    await gallery.put("notes.txt", "not a picture and does not say so");
    await gallery.put("zz-good-2.png", await png(2));
    const state = await gallery.add();
    expect(state).toMatchObject({ found: 11, done: 11, added: 2, others: 1 });
    expect(
      Object.fromEntries(state.skipped.map(({ path, code }) => [names([{ path }])[0], code])),
    ).toEqual({
      "cut.jpg": "image_unreadable",
      "empty.png": "image_empty",
      "huge.tif": "image_too_large",
      "letter.jpg": "image_format_unsupported",
      "photo.heic": "image_format_unsupported",
      "script.svg": "image_unreadable",
      "spy.svg": "image_unreadable",
      "wide.png": "image_too_many_pixels",
    });
    const named = state.skipped.find(({ path }) => path.endsWith("huge.tif"));
    expect(named?.message).toMatch(/25 MB.*200\.0 MB/);
  });

  it("costs no more to tell of when there are many: what is said grows, and is not copied", async () => {
    for (let n = 0; n < 30; n++) await gallery.put(`${n}.jpg`, "no picture");
    const said = new Set<unknown>();
    const state = await gallery.add({ onProgress: ({ skipped }) => said.add(skipped) });
    expect(state).toMatchObject({ done: 30, skippedCount: 30 });
    expect(state.skipped).toHaveLength(30);
    expect(said.size).toBe(1);
  });

  it("is tried again by the next run, for it may have been mended", async () => {
    const path = await gallery.put("a.png", "");
    expect(await gallery.add()).toMatchObject({ added: 0, skipped: [{ code: "image_empty" }] });
    await writeFile(path, await png(1));
    expect(await gallery.add()).toMatchObject({ added: 1, skipped: [] });
  });

  it("in a folder that is closed to us is not reached, and the folder is named", async () => {
    await gallery.put("open.png", await png(1));
    await gallery.put("closed/a.png", await png(2));
    const closed = join(gallery.folder, "closed");
    await chmod(closed, 0o000);
    try {
      const state = await asNobody(gallery, () => gallery.add());
      expect(state).toMatchObject({ found: 1, added: 1 });
      expect(state.skipped).toEqual([
        { path: closed, code: "unreadable", message: "No permission to read it." },
      ]);
    } finally {
      await chmod(closed, 0o755);
    }
  });
});

describe("an ingest that cannot go on", () => {
  const fill = () =>
    Promise.all([...Array(40).keys()].map(async (n) => gallery.put(`${n}.png`, await png(n))));

  it("refuses a folder that is not there, by name", async () => {
    const failure = gallery.add({ folders: [gallery.folder, join(gallery.folder, "nowhere")] });
    await expect(failure).rejects.toMatchObject({ code: "folder_not_found" });
    await expect(failure).rejects.toThrow(/nowhere/);
  });

  it("keeps what it had made when the model stops, and tells of no row that is not written", async () => {
    await fill();
    const embedder = countingEmbedder();
    const { embedImage } = embedder;
    const stopped = new AppError("embedder_unavailable", "Stopped.");
    let added = 0;
    const failure = gallery.add({
      embedder: {
        ...embedder,
        embedImage: (pixels) =>
          embedder.asked < 12 ? embedImage(pixels) : Promise.reject(stopped),
      },
      onProgress: (state) => {
        added = state.added;
      },
    });
    await expect(failure).rejects.toBe(stopped);
    expect(gallery.store.state().count).toBeGreaterThanOrEqual(12);
    expect(added).toBe(gallery.store.state().count);
    expect(await gallery.add()).toMatchObject({ added: 40 - added, known: added });
  });

  it("names a full disk", async () => {
    await fill();
    const full = Object.assign(new Error("write"), { code: "ENOSPC" });
    const failure = gallery.add({
      store: Object.assign(Object.create(gallery.store), {
        schema: gallery.store.schema,
        refresh: () => gallery.store.refresh(),
        scan: () => gallery.store.scan(),
        removed: () => gallery.store.removed(),
        upsert: () => Promise.reject(full),
      }),
    });
    await expect(failure).rejects.toMatchObject({ code: "disk_full", cause: full });
  });

  it("names a data folder that cannot be written into, instead of skipping every picture", async () => {
    await fill();
    await mkdir(gallery.dataDir);
    await writeFile(join(gallery.dataDir, "thumbnails"), "in the way");
    await expect(gallery.add()).rejects.toMatchObject({ code: "store_unavailable" });
  });

  it("leaves no unfinished thumbnails of a run that was killed", async () => {
    const unfinished = join(gallery.dataDir, "thumbnails", "unfinished");
    await mkdir(unfinished, { recursive: true });
    await writeFile(join(unfinished, "half"), "x");
    const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(join(unfinished, "half"), hoursAgo, hoursAgo);
    await gallery.put("a.png", await png(1));
    await gallery.add();
    expect(await readdir(unfinished)).toEqual([]);
  });
});

/** Runs without the rights of root, for whom no folder is closed. */
async function asNobody<T>({ folder }: TestGallery, run: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0 || !process.seteuid) return run();
  await chmod(join(folder, ".."), 0o777);
  process.seteuid(65_534);
  try {
    return await run();
  } finally {
    process.seteuid(0);
  }
}
