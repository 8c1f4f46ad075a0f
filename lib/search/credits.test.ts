import { mkdtemp, rm, stat, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PALETTE_DIMS } from "@/lib/energy/aspects";
import { MemoryThumbnails } from "@/lib/gallery/memory-thumbnails";
import { makeThumbnails, type Thumbnails } from "@/lib/gallery/thumbnails";
import { sampleRow } from "@/lib/store/sample-rows";
import { creditsResponse } from "./contract";
import { readCredits } from "./credits";
import { idOf, madeUpGallery } from "./made-up-gallery.fixture";
import type { SearchDeps } from "./search-deps";

let dir: string;
let deps: SearchDeps;
let thumbnails: Thumbnails;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "wavelength-credits-"));
  thumbnails = new MemoryThumbnails();
  deps = await madeUpGallery(12);
});
afterEach(() => rm(dir, { recursive: true }));

/** Puts image `n` where its row says that it is, with a thumbnail. */
async function place(n: number): Promise<string> {
  const path = join(dir, `${n}.jpg`);
  await writeFile(path, "a picture");
  const { size, mtimeMs } = await stat(path);
  const locations = [{ path, bytes: size, modifiedMs: mtimeMs }];
  await deps.store.upsert([{ ...sampleRow(deps.store.schema, n), locations }]);
  const pixels = { data: Buffer.alloc(300, 90), width: 10, height: 10 };
  await thumbnails.write(idOf(n), await makeThumbnails(pixels));
  return path;
}

describe("what is owed to images that are taken along", () => {
  it("says what is left of each one's files, and leaves out what is not in the gallery", async () => {
    await place(0);
    await unlink(await place(1));
    await writeFile(await place(2), "another picture of another size");
    await place(3);
    await thumbnails.delete([idOf(3)]);
    const { images } = await readCredits([0, 1, 2, 3, 999].map(idOf), deps, thumbnails);
    expect(images.map(({ id, files }) => [id, files])).toEqual([
      [idOf(0), "whole"],
      [idOf(1), "original_missing"],
      [idOf(2), "original_missing"],
      [idOf(3), "thumbnail_missing"],
    ]);
  });

  it("adds up the images' palettes, each image counting 1", async () => {
    const { palette } = await readCredits([0, 1, 2].map(idOf), deps, thumbnails);
    expect(palette).toHaveLength(PALETTE_DIMS);
    expect(palette.reduce((sum, share) => sum + share, 0)).toBeCloseTo(3);
  });

  it("is what the contract says, for no images too", async () => {
    for (const ids of [[], [0, 5].map(idOf)]) {
      const credits = await readCredits(ids, deps, thumbnails);
      expect(creditsResponse.parse(credits)).toEqual(credits);
      expect(credits.model).toBe("made-up-1");
    }
  });

  it("never tells where a file lies", async () => {
    const path = await place(4);
    expect(JSON.stringify(await readCredits([idOf(4)], deps, thumbnails))).not.toContain(path);
  });
});
