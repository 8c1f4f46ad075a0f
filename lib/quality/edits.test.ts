import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { seededRandom } from "@/lib/energy/prng";
import type { Pixels } from "@/lib/gallery/decode";
import { EDITS, type EditName, edit } from "./edits";

/** Left half red, right half blue, with a bright disc off the middle. */
async function picture(width: number, height: number): Promise<Pixels> {
  const data = await sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
        <rect width="100%" height="100%" fill="#c22"/>
        <rect x="50%" width="50%" height="100%" fill="#22c"/>
        <circle cx="30%" cy="30%" r="15%" fill="#fd5"/></svg>`,
    ),
  )
    .removeAlpha()
    .raw()
    .toBuffer();
  return { data, width, height };
}

async function pixelsOf(file: Buffer) {
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  return {
    ...info,
    at: (x: number, y: number) => {
      const i = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 3;
      return { red: data[i] ?? 0, blue: data[i + 2] ?? 0 };
    },
  };
}

const made = async (name: EditName, seed = "1", width = 240, height = 160) =>
  edit(name, await picture(width, height), seededRandom(seed));

describe("edits", () => {
  it.each(EDITS)("%s makes the same file of the same picture and seed", async (name) => {
    expect((await made(name)).equals(await made(name))).toBe(true);
  });

  it.each(EDITS)("%s makes a picture, also of a single pixel", async (name) => {
    const { width, height } = await sharp(await made(name, "2", 1, 1)).metadata();
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
  });

  it.each(EDITS.filter((name) => name !== "flip"))("%s differs by seed", async (name) => {
    expect((await made(name, "1")).equals(await made(name, "2"))).toBe(false);
  });

  it("crops to a part", async () => {
    const { width, height } = await sharp(await made("crop")).metadata();
    expect(width).toBeLessThan(240 * 0.86);
    expect(height).toBeLessThan(160 * 0.86);
  });

  it("makes the file smaller when it encodes it anew", async () => {
    const file = await made("re-encode");
    expect((await sharp(file).metadata()).width).toBeLessThan(240);
    expect(file.length).toBeLessThan((await made("flip")).length);
  });

  it("flips left and right", async () => {
    const { at } = await pixelsOf(await made("flip"));
    expect(at(0.1, 0.9).blue).toBeGreaterThan(at(0.1, 0.9).red);
    expect(at(0.9, 0.9).red).toBeGreaterThan(at(0.9, 0.9).blue);
  });

  it.each(["border", "rotate", "screenshot"] as const)(
    "%s adds around the picture",
    async (name) => {
      const { width, height } = await sharp(await made(name)).metadata();
      expect(width).toBeGreaterThan(240);
      expect(height).toBeGreaterThan(160);
    },
  );

  it("keeps the size under a caption", async () => {
    const { width, height } = await sharp(await made("caption")).metadata();
    expect([width, height]).toEqual([240, 160]);
  });

  it("changes colours but not shapes when it recolours", async () => {
    const file = await made("recolour");
    const { width, height } = await sharp(file).metadata();
    expect([width, height]).toEqual([240, 160]);
    const { at } = await pixelsOf(file);
    const { at: before } = await pixelsOf(await made("caption", "3"));
    expect(Math.abs(at(0.1, 0.5).red - before(0.1, 0.5).red)).toBeGreaterThan(5);
  });
});
