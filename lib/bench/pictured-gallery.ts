import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseConfig } from "@/lib/config";
import { prepareGuest } from "@/lib/gallery/prepare-guest";
import { makeSampleGallery, SAMPLE_SEED } from "@/lib/gallery/sample/make-sample-gallery";
import { walkFolder } from "@/lib/gallery/sources/walk";
import { ThumbnailFolder } from "@/lib/gallery/thumbnail-folder";
import { makeThumbnails } from "@/lib/gallery/thumbnails";
import { openLanceStore } from "@/lib/store/lance-store";
import type { ImageRow } from "@/lib/store/vector-store";
import { workerFile } from "@/lib/worker-file";
import type { BenchContext } from "./bench";
import { benchRow, SCHEMA, storeFolder } from "./made-up-gallery";

/** More than a wall holds, so that it is full. */
const ROWS = 2_400;
/** Pictures that they show, over and over. */
const PICTURES = 58;

/**
 * Draws the first pictures of the sample gallery; what is there already is kept.
 *
 * @returns their paths
 */
export async function drawPictures(
  folder: string,
  count: number,
  { root, print }: BenchContext,
): Promise<string[]> {
  print(`drawing ${count} pictures …`);
  await makeSampleGallery({
    ...{ folder, count, seed: SAMPLE_SEED, onProgress: () => {} },
    worker: pathToFileURL(workerFile("sample.worker", root)),
  });
  const paths: string[] = [];
  for await (const event of walkFolder(folder)) {
    if (event.kind === "file" && event.file.path.endsWith(".jpg")) paths.push(event.file.path);
  }
  return paths;
}

/**
 * The data folder of a gallery of 2,400 made-up rows with real thumbnails, written once a run: a
 * full wall as a browser sees it, without the minutes that embedding so many pictures takes.
 */
export async function ensurePicturedGallery(context: BenchContext): Promise<string> {
  const dataDir = join(context.dir, "pictured");
  const paths = await drawPictures(join(context.dir, "pictures-shown"), PICTURES, context);
  const store = await openLanceStore({ dir: storeFolder(dataDir), schema: SCHEMA });
  try {
    if (store.state().count > 0) return dataDir;
    context.print(`writing ${ROWS} rows with thumbnails …`);
    const { limits, thumbnailsDir } = parseConfig({ WAVELENGTH_DATA: dataDir });
    const thumbnails = new ThumbnailFolder(thumbnailsDir);
    const rows: ImageRow[] = [];
    for (const [i, path] of paths.entries()) {
      const file = await readFile(path);
      const picture = await prepareGuest(file, { imageSize: 224, fit: "fill" }, limits);
      const { width, height, thumbhash, format } = picture;
      const files = await makeThumbnails(picture.pixels);
      for (let n = i; n < ROWS; n += paths.length) {
        const row = benchRow(n);
        await thumbnails.write(row.id, files);
        const details = { title: `${row.details.title}`, artist: "Wavelength", format };
        rows.push({ ...row, width, height, thumbhash, details: { ...details, extra: {} } });
      }
    }
    await store.upsert(rows);
  } finally {
    await store.close();
  }
  return dataDir;
}
