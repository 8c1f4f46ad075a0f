import { mkdtemp, readdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import type { ImageLocation } from "@/lib/store/vector-store";
import type { PictureLimits, Pixels } from "./decode";
import { readThumbnail, renderLarge, THUMBNAIL_WIDTHS, writeThumbnails } from "./thumbnails";

const LIMITS: PictureLimits = { maxFileBytes: 25e6, maxPixels: 80e6, decodeTimeoutS: 20 };
const ID = "AbCdEfGhIjA" as ImageId;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-thumbnails-"));
});
afterEach(() => rm(dir, { recursive: true }));

function pixelsOf(width: number, height: number, shade = 90): Pixels {
  return { data: Buffer.alloc(width * height * 3, shade), width, height };
}

async function place(name: string, width: number, height: number): Promise<ImageLocation> {
  const path = join(dir, name);
  await writeFile(
    path,
    await sharp({ create: { width, height, channels: 3, background: "#335577" } })
      .png()
      .toBuffer(),
  );
  const { size, mtimeMs } = await stat(path);
  return { path, bytes: size, modifiedMs: mtimeMs };
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

describe("renderLarge", () => {
  it("draws the original as WebP of at most 2,048 px", async () => {
    const webp = await renderLarge([await place("wide.png", 3_000, 1_500)], LIMITS);
    const { format, width, height } = await sharp(webp).metadata();
    expect({ format, width, height }).toEqual({ format: "webp", width: 2_048, height: 1_024 });
  });

  it("never enlarges", async () => {
    const webp = await renderLarge([await place("small.png", 30, 20)], LIMITS);
    expect((await sharp(webp).metadata()).width).toBe(30);
  });

  it("takes the next place when the first is gone", async () => {
    const gone = { path: join(dir, "gone.png"), bytes: 10, modifiedMs: 10 };
    const webp = await renderLarge([gone, await place("here.png", 30, 20)], LIMITS);
    expect((await sharp(webp).metadata()).width).toBe(30);
  });

  it("does not show another picture that has taken the file's place", async () => {
    const location = await place("a.png", 30, 20);
    await place("a.png", 50, 50);
    await utimes(location.path, 1, 1);
    await expect(renderLarge([location], LIMITS)).rejects.toMatchObject({
      code: "original_missing",
      status: 404,
    });
  });

  it("names an original that is nowhere, a folder, or a link", async () => {
    const folder = { path: dir, bytes: 4_096, modifiedMs: 0 };
    const link = { path: "https://example.org/a.png", bytes: 1, modifiedMs: 0 };
    for (const locations of [[], [folder], [link]]) {
      await expect(renderLarge(locations, LIMITS)).rejects.toMatchObject({
        code: "original_missing",
      });
    }
  });

  it("says nothing of where the file was", async () => {
    const gone = { path: join(dir, "secret-name.png"), bytes: 10, modifiedMs: 10 };
    await expect(renderLarge([gone], LIMITS)).rejects.not.toThrow("secret-name");
  });
});
