import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseConfig } from "@/lib/config";
import { ingest } from "@/lib/gallery/ingest";
import { type OpenGallery, openGallery } from "@/lib/gallery/open-gallery";
import { energyOf, type PreparedPicture, prepareGuest } from "@/lib/gallery/prepare-guest";
import { Downloader } from "@/lib/gallery/sources/downloader";
import { openSource } from "@/lib/gallery/sources/open-source";
import { makeThumbnails } from "@/lib/gallery/thumbnails";
import type { Bench, Figure } from "./bench";
import { drawPictures } from "./pictured-gallery";

/** In hand at once where a stage is measured apart; fewer than the embedder's queue takes. */
const AT_ONCE = 8;
const ROWS_A_COMMIT = 128;

/** Adds drawn pictures to an empty gallery, whole and stage by stage, then once more. */
export const benchIngest: Bench = {
  name: "ingest",
  about: "adding a folder of drawn pictures to an empty gallery; then the same folder again",
  async run(context) {
    const { dir, env, print } = context;
    const folder = join(dir, "pictures");
    const paths = await drawPictures(folder, context.pictures, context);
    const configOf = (name: string) => parseConfig({ ...env, WAVELENGTH_DATA: join(dir, name) });

    print("adding it stage by stage …");
    const apart = configOf("added-by-stage");
    const stages = await withGallery(apart, (gallery) => runStages(paths, gallery, apart));
    const cores = availableParallelism();
    const cpuMs = stages.reduce((sum, stage) => sum + stage.cpuMs, 0);

    print("adding it whole …");
    const config = configOf("added");
    const add = () =>
      withGallery(config, (gallery) =>
        timed(async () =>
          ingest({
            ...config,
            ...gallery,
            sources: [await openSource(folder, { ...config, downloader: new Downloader(config) })],
          }),
        ),
      );
    const whole = await add();
    const again = await add();
    const least = cpuMs / cores;
    return [
      ...stages.map(({ what, cpuMs: ms }) => ({
        what: `stage: ${what}`,
        value: `${(ms / paths.length).toFixed(1)} ms of CPU an image`,
      })),
      {
        what: `whole: ${whole.result.added} images`,
        value: `${(whole.ms / 1e3).toFixed(1)} s, ${((whole.result.added / whole.ms) * 1e3).toFixed(1)} images/s, CPU ${(whole.cpuMs / paths.length).toFixed(1)} ms an image`,
      },
      {
        what: "whole ÷ (stages' CPU time ÷ cores)",
        value: `${(whole.ms / least).toFixed(2)} on ${cores} cores, which were ${((100 * whole.cpuMs) / cores / whole.ms).toFixed(0)} % ours`,
        goal: "≤ 1.15",
      },
      {
        what: `second run: ${again.result.added} added`,
        value: `${(again.ms / 1e3).toFixed(2)} s`,
      },
    ] satisfies Figure[];
  },
};

interface Timed<T> {
  readonly result: T;
  readonly ms: number;
  /** Of all threads of this process. */
  readonly cpuMs: number;
}

async function timed<T>(use: () => Promise<T>): Promise<Timed<T>> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await use();
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { result, ms, cpuMs: (user + system) / 1e3 };
}

async function withGallery<T>(
  config: ReturnType<typeof parseConfig>,
  use: (gallery: OpenGallery) => Promise<T>,
): Promise<T> {
  const gallery = await openGallery(config);
  try {
    return await use(gallery);
  } finally {
    await gallery.close();
  }
}

/** Each stage of an ingest by itself, over all pictures, so that its CPU time can be told. */
async function runStages(
  paths: readonly string[],
  { embedder, store, thumbnails: kept }: OpenGallery,
  { limits }: ReturnType<typeof parseConfig>,
): Promise<{ readonly what: string; readonly cpuMs: number }[]> {
  const read = await timed(() =>
    eightAtOnce(paths, async (path) => prepareGuest(await readFile(path), embedder.model, limits)),
  );
  const pictures: PreparedPicture[] = read.result;
  const thumbnails = await timed(() =>
    eightAtOnce(pictures, async ({ id, pixels }) => kept.write(id, await makeThumbnails(pixels))),
  );
  const embed = await timed(() =>
    eightAtOnce(pictures, ({ square }) => embedder.embedImage(square)),
  );
  const rows = pictures.flatMap((picture, i) => {
    const embedding = embed.result[i];
    if (!embedding) return [];
    const { id, width, height, thumbhash, palette, light, format } = picture;
    const energy = energyOf(embedding, palette, light, store.schema.layout);
    const locations = [{ path: paths[i] ?? "", bytes: 1, modifiedMs: 1 }];
    const row = { id, width, height, thumbhash, locations, energy, copy: embedding.copy };
    return [{ ...row, details: { format }, addedMs: 1 }];
  });
  const write = await timed(async () => {
    for (let at = 0; at < rows.length; at += ROWS_A_COMMIT) {
      await store.upsert(rows.slice(at, at + ROWS_A_COMMIT));
    }
  });
  return [
    { what: "read, decode, resize, palette, light", cpuMs: read.cpuMs },
    { what: "thumbnails", cpuMs: thumbnails.cpuMs },
    { what: "embed", cpuMs: embed.cpuMs },
    { what: "write", cpuMs: write.cpuMs },
  ];
}

async function eightAtOnce<T, R>(items: readonly T[], use: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(use))));
  }
  return results;
}
