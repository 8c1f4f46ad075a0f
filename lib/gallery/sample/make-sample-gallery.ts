import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { SIDECAR_NAME } from "../sidecar";
import { type Genome, genomesFor } from "./genome";
import { SAMPLE_ARTIST } from "./is-sample";
import { seedOf } from "./random";

/** What a drawing thread is asked for; it answers with any message when the file is there. */
export interface DrawJob {
  readonly genome: Genome;
  readonly path: string;
}

export interface SampleProgress {
  readonly done: number;
  readonly total: number;
}

/** The wall of a fresh clone: 29 families × 26. */
export const SAMPLE_COUNT = 754;
export const SAMPLE_SEED = 1;

/** Names we give, so that pictures of an older version can be told from a person's files. */
const OUR_NAME = /^[a-z-]+-[0-9a-f]{8}\.jpg$/;

/**
 * Draws the sample gallery into `folder`: JPEG files and the `gallery.jsonl` that says what each
 * is, genome included. What is there already is kept, so an interrupted run goes on where it
 * stopped; every file appears whole or not at all.
 *
 * @throws what the file system throws, and what a drawing thread throws.
 */
export async function makeSampleGallery(options: {
  readonly folder: string;
  readonly count: number;
  readonly seed: number;
  /** The bundled `workers/sample.worker.ts`. */
  readonly worker: URL;
  readonly onProgress: (progress: SampleProgress) => void;
}): Promise<void> {
  const { folder, count, seed, worker, onProgress } = options;
  await mkdir(folder, { recursive: true });
  const images = genomesFor(count, seed).map((genome) => ({ genome, file: fileOf(genome) }));
  await writeSidecar(folder, images);
  const there = new Set(await readdir(folder));
  const wanted = new Set(images.map(({ file }) => file));
  for (const name of there)
    if (OUR_NAME.test(name) && !wanted.has(name)) await rm(join(folder, name));

  const jobs: DrawJob[] = images
    .filter(({ file }) => !there.has(file))
    .map(({ genome, file }) => ({ genome, path: join(folder, file) }));
  let done = images.length - jobs.length;
  onProgress({ done, total: count });
  await drawAll(jobs, worker, () => onProgress({ done: ++done, total: count }));
}

/** One thread a core, each given the next picture when it has finished one. */
async function drawAll(jobs: readonly DrawJob[], worker: URL, onDrawn: () => void): Promise<void> {
  const threads: Worker[] = [];
  const queue = jobs[Symbol.iterator]();
  const run = () =>
    new Promise<void>((resolve, reject) => {
      const thread = new Worker(worker);
      threads.push(thread);
      const next = () => {
        const { value, done } = queue.next();
        if (done) resolve();
        else thread.postMessage(value);
      };
      thread.on("error", reject);
      thread.on("message", () => {
        onDrawn();
        next();
      });
      next();
    });
  try {
    await Promise.all(
      Array.from({ length: Math.min(jobs.length, availableParallelism()) }, () => run()),
    );
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function fileOf(genome: Genome): string {
  return `${genome.family}-${seedOf(JSON.stringify(genome)).toString(16).padStart(8, "0")}.jpg`;
}

/** Written first: pictures that are added while others are being drawn have their labels. */
async function writeSidecar(
  folder: string,
  images: readonly { readonly genome: Genome; readonly file: string }[],
): Promise<void> {
  const lines = images.map(({ genome, file }) =>
    JSON.stringify({
      file,
      title: titleOf(genome),
      artist: SAMPLE_ARTIST,
      medium: "generative drawing",
      licence: "CC0-1.0",
      label: genome.family,
      style: genome.manner,
      palette: genome.palette,
      composition: genome.composition,
      generated: true,
      genome,
    }),
  );
  const path = join(folder, SIDECAR_NAME);
  await writeFile(`${path}.new`, `${lines.join("\n")}\n`);
  await rename(`${path}.new`, path);
}

/** "star-trails" in "ink-line": "Star trails, ink line". */
function titleOf({ family, manner }: Genome): string {
  const words = `${family}, ${manner}`.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
