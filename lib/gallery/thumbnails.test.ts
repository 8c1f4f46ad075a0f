import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import type { Pixels } from "./decode";
import { readThumbnail, THUMBNAIL_WIDTHS, writeThumbnails } from "./thumbnails";

const ID = "AbCdEfGhIjA" as ImageId;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-thumbnails-"));
});
afterEach(() => rm(dir, { recursive: true }));

function pixelsOf(width: number, height: number, shade = 90): Pixels {
  return { data: Buffer.alloc(width * height * 3, shade), width, height };
}

describe("writeThumbnails", () => {
  it("keeps a WebP at each width", async () => {
    await writeThumbnails(dir, ID, pixelsOf(1_280, 640));
    for (const width of THUMBNAIL_WIDTHS) {
      const { format, ...size } = await sharp(await readThumbnail(dir, ID, width)).metadata();
      expect({ format, width: size.width, height: size.height }).toEqual({
        format: "webp",
        width,
        height: width / 2,
      });
    }
  });

  it("never enlarges", async () => {
    await writeThumbnails(dir, ID, pixelsOf(100, 50));
    expect((await sharp(await readThumbnail(dir, ID, 640)).metadata()).width).toBe(100);
  });

  it("leaves nothing but whole files, also when two write the same at once", async () => {
    await Promise.all([1, 2, 3].map(() => writeThumbnails(dir, ID, pixelsOf(700, 700))));
    const entries = await readdir(join(dir, "thumbnails"), { recursive: true });
    expect(entries.filter((name) => name.endsWith(".webp"))).toHaveLength(2);
    expect(entries.filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("replaces what was there", async () => {
    await writeThumbnails(dir, ID, pixelsOf(640, 640, 0));
    await writeThumbnails(dir, ID, pixelsOf(640, 640, 255));
    const { channels } = await sharp(await readThumbnail(dir, ID, 320)).stats();
    expect(channels[0]?.mean).toBeGreaterThan(250);
  });
});

describe("readThumbnail", () => {
  it("names an image that has none", async () => {
    await expect(readThumbnail(dir, ID, 320)).rejects.toMatchObject({
      code: "image_not_found",
      status: 404,
    });
  });
});
