import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import type { Pixels } from "./decode";
import { MemoryThumbnails } from "./memory-thumbnails";
import { ThumbnailFolder } from "./thumbnail-folder";
import { makeThumbnails, THUMBNAIL_WIDTHS, type Thumbnails } from "./thumbnails";

const ID = "AbCdEfGhIjA" as ImageId;
const OTHER = "AbCdEfGhIjB" as ImageId;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-thumbnails-"));
});
afterEach(() => rm(dir, { recursive: true }));

function pixelsOf(width: number, height: number, shade = 90): Pixels {
  return { data: Buffer.alloc(width * height * 3, shade), width, height };
}

describe("makeThumbnails", () => {
  it("makes a WebP at each width", async () => {
    const files = await makeThumbnails(pixelsOf(1_280, 640));
    for (const width of THUMBNAIL_WIDTHS) {
      const { format, ...size } = await sharp(files[width]).metadata();
      expect({ format, width: size.width, height: size.height }).toEqual({
        format: "webp",
        width,
        height: width / 2,
      });
    }
  });

  it("never enlarges", async () => {
    const files = await makeThumbnails(pixelsOf(100, 50));
    expect((await sharp(files[640]).metadata()).width).toBe(100);
  });
});

/** Two writers and readers of the same thumbnails: two processes, for those that can be shared. */
const KINDS: [string, () => readonly [Thumbnails, Thumbnails]][] = [
  ["a folder", () => [new ThumbnailFolder(join(dir, "t")), new ThumbnailFolder(join(dir, "t"))]],
  [
    "memory",
    () => {
      const one = new MemoryThumbnails();
      return [one, one];
    },
  ],
];

describe.each(KINDS)("thumbnails in %s", (_kind, open) => {
  it("are read at each width by whoever shares them, and there are none of another image", async () => {
    const [ours, theirs] = open();
    expect(await theirs.has(ID)).toBe(false);
    await ours.write(ID, { 320: Buffer.from("small"), 640: Buffer.from("large") });
    expect(await theirs.has(ID)).toBe(true);
    expect(String(await theirs.read(ID, 320))).toBe("small");
    expect(String(await theirs.read(ID, 640))).toBe("large");
    await expect(theirs.read(OTHER, 320)).rejects.toMatchObject({
      code: "image_not_found",
      status: 404,
    });
  });

  it("replace what was there, also when two write the same at once", async () => {
    const [ours, theirs] = open();
    await ours.write(ID, { 320: Buffer.from("old"), 640: Buffer.from("old") });
    const files = { 320: Buffer.from("new"), 640: Buffer.from("new") };
    await Promise.all([ours.write(ID, files), theirs.write(ID, files), ours.write(ID, files)]);
    expect(String(await theirs.read(ID, 640))).toBe("new");
  });

  it("are gone for everybody once deleted, and the rest stay", async () => {
    const [ours, theirs] = open();
    const files = { 320: Buffer.from("a"), 640: Buffer.from("b") };
    await ours.write(ID, files);
    await ours.write(OTHER, files);
    await theirs.delete([ID, "AbCdEfGhIjC" as ImageId]);
    expect([await ours.has(ID), await ours.has(OTHER)]).toEqual([false, true]);
    await expect(ours.read(ID, 320)).rejects.toMatchObject({ code: "image_not_found" });
  });

  it("stay when what is unfinished is forgotten", async () => {
    const [ours] = open();
    await ours.clearUnfinished();
    await ours.write(ID, { 320: Buffer.from("a"), 640: Buffer.from("b") });
    await ours.clearUnfinished();
    expect(await ours.has(ID)).toBe(true);
  });
});

describe("ThumbnailFolder", () => {
  it("leaves nothing but whole files, also when writing fails", async () => {
    const folder = join(dir, "t");
    const thumbnails = new ThumbnailFolder(folder);
    const files = { 320: Buffer.from("a"), 640: Buffer.from("b") };
    await Promise.all([1, 2, 3].map(() => thumbnails.write(ID, files)));
    // Nothing can be moved over a folder.
    await mkdir(join(folder, "Ab", `${OTHER}-640.webp`, "x"), { recursive: true });
    await expect(thumbnails.write(OTHER, files)).rejects.toThrow();
    expect(await readdir(join(folder, "unfinished"))).toEqual([]);
    const kept = await readdir(join(folder, "Ab"));
    expect(kept.filter((name) => name.startsWith(ID))).toHaveLength(2);
  });

  it("forgets what processes that died were writing, not what others write", async () => {
    const thumbnails = new ThumbnailFolder(dir);
    const [dead, half] = [join(dir, "unfinished", "dead"), join(dir, "unfinished", "half")];
    await mkdir(join(dir, "unfinished"));
    await writeFile(dead, "x");
    await writeFile(half, "x");
    const hoursAgo = new Date(Date.now() - 2 * 3_600_000);
    await utimes(dead, hoursAgo, hoursAgo);
    await thumbnails.clearUnfinished();
    expect(await readdir(join(dir, "unfinished"))).toEqual(["half"]);
  });
});
