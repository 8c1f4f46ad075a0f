import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openMemoryStore } from "@/lib/store/memory-store";
import { sampleRow, sampleSchema } from "@/lib/store/sample-rows";
import type { VectorStore } from "@/lib/store/vector-store";
import { picture } from "./ingest.fixture";
import { MemoryThumbnails } from "./memory-thumbnails";
import { ThumbnailFolder } from "./thumbnail-folder";
import { thumbnailOf } from "./thumbnail-of";
import type { ThumbnailFiles, Thumbnails } from "./thumbnails";

const LIMITS = { maxFileBytes: 25e6, maxPixels: 80e6, decodeTimeoutS: 20 };
const schema = sampleSchema();
const row = sampleRow(schema, 1);
const { id } = row;

let dir: string;
let store: VectorStore;
let file: string;

/** One image whose file is there, and whose thumbnails were never made. */
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-thumbnail-of-"));
  file = join(dir, "a.png");
  await picture(1, 900, 600).png().toFile(file);
  const { size, mtimeMs } = await stat(file);
  store = openMemoryStore(schema);
  await store.upsert([{ ...row, locations: [{ path: file, bytes: size, modifiedMs: mtimeMs }] }]);
});
afterEach(async () => {
  await store.close();
  await rm(dir, { recursive: true, force: true });
});

/** Thumbnails that are counted as they are written. */
class Counted extends MemoryThumbnails {
  written = 0;
  override async write(...args: Parameters<Thumbnails["write"]>): Promise<void> {
    this.written++;
    await super.write(...args);
  }
}

/** Whose disk is full. */
class Full extends MemoryThumbnails {
  override write(): Promise<void> {
    return Promise.reject(Object.assign(new Error("no space left"), { code: "ENOSPC" }));
  }
}

describe("a thumbnail that was never made", () => {
  it("is made from the file, both widths at once and once for all who ask", async () => {
    const thumbnails = new Counted();
    const deps = { store, thumbnails, limits: LIMITS };
    const widths = [320, 640, 320, 640] as const;
    const asked = await Promise.all(widths.map((width) => thumbnailOf(deps, id, width)));
    const sizes = await Promise.all(
      asked.map(async (webp) => (await sharp(webp).metadata()).width),
    );
    expect(sizes).toEqual(widths);
    expect(thumbnails.written).toBe(1);
    await rm(file);
    expect(await thumbnailOf(deps, id, 640)).toEqual(asked[1]);
  });

  it("is shown when the disk is full, which is said once and not of every tile", async () => {
    const log = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const deps = { store, thumbnails: new Full(), limits: LIMITS };
    for (const width of [320, 640, 320] as const) {
      expect((await sharp(await thumbnailOf(deps, id, width)).metadata()).width).toBe(width);
    }
    const lines = log.mock.calls.map(([line]) => String(line));
    expect(lines.filter((line) => line.includes("thumbnail_not_kept"))).toHaveLength(1);
    // The disk has room again: what is kept is kept.
    const roomy = new Counted();
    await thumbnailOf({ ...deps, thumbnails: roomy }, id, 320);
    expect(await roomy.has(id)).toBe(true);
  });

  it("is shown when there can be no folder of thumbnails", async () => {
    const folder = join(dir, "thumbnails");
    await writeFile(folder, "in the way");
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const deps = { store, thumbnails: new ThumbnailFolder(folder), limits: LIMITS };
    expect((await sharp(await thumbnailOf(deps, id, 320)).metadata()).width).toBe(320);
  });

  it("keeps another's, made while it waited", async () => {
    const theirs: ThumbnailFiles = { 320: Buffer.from("small"), 640: Buffer.from("large") };
    const thumbnails = new Counted();
    const deps = {
      store: {
        get: async (ids: Parameters<VectorStore["get"]>[0]) => {
          await thumbnails.write(id, theirs);
          return store.get(ids);
        },
      },
      thumbnails,
      limits: LIMITS,
    };
    expect(await thumbnailOf(deps, id, 640)).toEqual(theirs[640]);
    expect(thumbnails.written).toBe(1);
  });

  it("is made anew where one width was lost", async () => {
    const thumbnails = new ThumbnailFolder(join(dir, "thumbnails"));
    const deps = { store, thumbnails, limits: LIMITS };
    const before = await thumbnailOf(deps, id, 320);
    await rm(join(dir, "thumbnails", id.slice(0, 2), `${id}-320.webp`));
    expect(await thumbnailOf(deps, id, 320)).toEqual(before);
    expect(await thumbnails.has(id)).toBe(true);
  });

  it("cannot be had without its file, nor of an image that is not in the gallery", async () => {
    const deps = { store, thumbnails: new MemoryThumbnails(), limits: LIMITS };
    await rm(file);
    for (const lost of [id, sampleRow(schema, 2).id]) {
      await expect(thumbnailOf(deps, lost, 320)).rejects.toMatchObject({ code: "image_not_found" });
    }
  });
});
