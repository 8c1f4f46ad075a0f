import { mkdtemp, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ImageId } from "@/lib/energy/image-id";
import type { ImageLocation } from "@/lib/store/vector-store";
import { hasOriginal, readBestPicture, renderLarge } from "./best-picture";
import type { PictureLimits } from "./decode";
import { MemoryThumbnails } from "./memory-thumbnails";
import { writeTar, writeZip } from "./sources/archives.fixture";
import { makeThumbnails, type Thumbnails } from "./thumbnails";

const LIMITS: PictureLimits = { maxFileBytes: 25e6, maxPixels: 80e6, decodeTimeoutS: 20 };
const ID = "AbCdEfGhIjA" as ImageId;
const LINK: ImageLocation = { path: "https://example.org/a.png", bytes: 1, modifiedMs: 0 };
let dir: string;
let thumbnails: Thumbnails;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-best-"));
  thumbnails = new MemoryThumbnails();
  const pixels = { data: Buffer.alloc(700 * 70 * 3, 9), width: 700, height: 70 };
  await thumbnails.write(ID, await makeThumbnails(pixels));
});
afterEach(() => rm(dir, { recursive: true }));

function drawn(width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#335577" } })
    .png()
    .toBuffer();
}

async function place(name: string, width: number, height: number): Promise<ImageLocation> {
  const path = join(dir, name);
  await writeFile(path, await drawn(width, height));
  const { size, mtimeMs } = await stat(path);
  return { path, bytes: size, modifiedMs: mtimeMs };
}

/** Width and height of the large picture, and whether it is of the original. */
async function large(...locations: ImageLocation[]) {
  const { file, isOriginal } = await renderLarge({ id: ID, locations }, thumbnails, LIMITS);
  const { format, width, height } = await sharp(file).metadata();
  expect(format).toBe("webp");
  return { width, height, isOriginal };
}

describe("renderLarge", () => {
  it("draws the original at no more than 2,048 px, and never enlarges it", async () => {
    const wide = await large(await place("wide.png", 3_000, 1_500));
    expect(wide).toEqual({ width: 2_048, height: 1_024, isOriginal: true });
    expect(await large(await place("small.png", 30, 20))).toMatchObject({ width: 30 });
  });

  it("takes the next place when the first is gone", async () => {
    const gone = { path: join(dir, "gone.png"), bytes: 10, modifiedMs: 10 };
    const here = await place("here.png", 30, 20);
    expect(await large(gone, LINK, here)).toMatchObject({ width: 30, isOriginal: true });
  });

  it("shows the thumbnail, not another picture that has taken the file's place", async () => {
    const location = await place("a.png", 30, 20);
    await place("a.png", 50, 50);
    await utimes(location.path, 1, 1);
    expect(await large(location)).toEqual({ width: 640, height: 64, isOriginal: false });
  });

  it("shows the thumbnail where there is no file, a folder, or a link", async () => {
    const folder = { path: dir, bytes: 4_096, modifiedMs: 0 };
    for (const locations of [[], [folder], [LINK]]) {
      expect(await large(...locations)).toMatchObject({ width: 640, isOriginal: false });
    }
  });

  it("names an image that has not even that, and says nothing of where its file was", async () => {
    const gone = { path: join(dir, "secret-name.png"), bytes: 10, modifiedMs: 10 };
    const other = { id: "AbCdEfGhIjB" as ImageId, locations: [gone] };
    const drawing = renderLarge(other, thumbnails, LIMITS);
    await expect(drawing).rejects.toMatchObject({ code: "image_not_found", status: 404 });
    await expect(drawing).rejects.not.toThrow("secret-name");
  });
});

describe.each(["a!b.zip", "a!b.tar", "a.tgz"])("a picture in %s", (name) => {
  async function placed(): Promise<ImageLocation> {
    const picture = await drawn(30, 20);
    const members = { "other.png": "x", "wow!/1.png": picture };
    await (name.endsWith("zip") ? writeZip : writeTar)(join(dir, name), members);
    const modifiedMs = Date.UTC(2024, 4, 6, 7, 8, 10);
    return { path: `${join(dir, name)}!wow!/1.png`, bytes: picture.length, modifiedMs };
  }

  it("is read from there, while it is there and is the same", async () => {
    const location = await placed();
    const read = (changes: Partial<ImageLocation> = {}) =>
      readBestPicture({ id: ID, locations: [{ ...location, ...changes }] }, thumbnails);
    expect(await read()).toEqual({ file: await drawn(30, 20), isOriginal: true });
    expect(await read({ bytes: 5 })).toMatchObject({ isOriginal: false });
    expect(await read({ modifiedMs: 5 })).toMatchObject({ isOriginal: false });
    expect(await hasOriginal([location])).toBe(true);
    await rename(join(dir, name), join(dir, "moved"));
    expect(await read()).toMatchObject({ isOriginal: false });
    expect(await hasOriginal([location])).toBe(false);
  });
});
