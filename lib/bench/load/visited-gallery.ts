import { link, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseConfig } from "@/lib/config";
import { prepareGuest } from "@/lib/gallery/prepare-guest";
import { ThumbnailFolder, thumbnailFile } from "@/lib/gallery/thumbnail-folder";
import { makeThumbnails, THUMBNAIL_WIDTHS } from "@/lib/gallery/thumbnails";
import { inLanes } from "@/lib/in-lanes";
import { sampleId } from "@/lib/store/sample-rows";
import type { BenchContext } from "../bench";
import { ensureMadeUpGallery } from "../made-up-gallery";
import { drawPictures } from "../pictured-gallery";

/** Pictures that all rows show, over and over: other names of the same files. */
const PICTURES = 58;
const LANES = 16;

/**
 * The data folder of the made-up gallery of `rows` rows, of which every one has thumbnails: written
 * once a run.
 */
export async function ensureVisitedGallery(context: BenchContext): Promise<string> {
  const { dataDir } = await ensureMadeUpGallery(context);
  const { dir, rows, print } = context;
  const paths = await drawPictures(join(dir, "pictures-shown"), PICTURES, context);
  const { limits, thumbnailsDir } = parseConfig({ WAVELENGTH_DATA: dataDir });
  const thumbnails = new ThumbnailFolder(thumbnailsDir);
  for (const [n, path] of paths.slice(0, rows).entries()) {
    const file = await readFile(path);
    const { pixels } = await prepareGuest(file, { imageSize: 224, fit: "fill" }, limits);
    await thumbnails.write(sampleId(n), await makeThumbnails(pixels));
  }
  print("giving every row its thumbnails …");
  const others = Array.from({ length: Math.max(0, rows - paths.length) }, (_, i) => i);
  await inLanes(others, LANES, (i) =>
    linkThumbnails(thumbnailsDir, i % paths.length, i + paths.length),
  );
  return dataDir;
}

async function linkThumbnails(dir: string, from: number, to: number): Promise<void> {
  for (const width of THUMBNAIL_WIDTHS) {
    const path = thumbnailFile(dir, sampleId(to), width);
    await mkdir(dirname(path), { recursive: true });
    await link(thumbnailFile(dir, sampleId(from), width), path).catch((error) => {
      // Another benchmark of this run has been here.
      if (error.code !== "EEXIST") throw error;
    });
  }
}
