import { readFile } from "node:fs/promises";
import { percentile } from "@/lib/bench/percentiles";
import { prepareGuest } from "@/lib/gallery/prepare-guest";
import { type EmbedDeps, type EmbeddedImage, embedSet } from "./embed-set";
import type { LabelledSet } from "./labelled-set";
import { type CopyFigures, measureCopies } from "./measure-copies";
import { type HonestyFigures, measureHonesty } from "./measure-honesty";
import { type DialFigure, measureCaptions, measureNeighbours } from "./measure-neighbours";
import { measureWords, type WordFigure } from "./measure-words";
import { type MeasureDeps, searchDepsOf } from "./set-search";

/** Pictures that are timed, one after the other. */
const TIMED = 50;

/** All that is measured on one set of labelled images. */
export interface SetReport {
  readonly name: string;
  readonly images: number;
  /** Pictures and lines of labels that could not be used, each with the reason. */
  readonly skipped: readonly string[];
  readonly neighbours: readonly DialFigure[];
  readonly captions: readonly DialFigure[];
  readonly words: readonly WordFigure[];
  readonly honesty: HonestyFigures | null;
  readonly copies: CopyFigures | null;
  readonly time: TimeFigures;
}

/** Medians, a picture alone on the machine. */
interface TimeFigures {
  readonly decodeMs: number;
  readonly embedMs: number;
}

/**
 * Embeds a set as a gallery of its own and measures what the product makes of it.
 *
 * @param onStage is told what is being done, and how many of how many.
 * @throws {AppError} what the embedder throws.
 */
export async function measureSet(
  set: LabelledSet,
  deps: MeasureDeps,
  onStage: (stage: string, done?: number) => void,
): Promise<SetReport> {
  const embedded = await embedSet(set.images, deps, (done) => onStage("embedding", done));
  const { store, images, skipped } = embedded;
  const search = searchDepsOf(embedded, deps);
  onStage("neighbours");
  const neighbours = await measureNeighbours(embedded, search);
  onStage("captions");
  const captions = await measureCaptions(embedded, search);
  onStage("words back");
  const words = await measureWords(embedded, search);
  onStage("nothing close");
  const honesty = (await measureHonesty(embedded, search)) ?? null;
  onStage("edited copies");
  const copies = (await measureCopies(embedded, deps)) ?? null;
  onStage("time");
  const time = await timeImages(images.slice(0, TIMED), deps);
  await store.close();
  return {
    name: set.name,
    images: images.length,
    skipped: [...set.problems, ...skipped],
    neighbours,
    captions,
    words,
    honesty,
    copies,
    time,
  };
}

async function timeImages(
  images: readonly EmbeddedImage[],
  { embedder, limits }: EmbedDeps,
): Promise<TimeFigures> {
  const decoding: number[] = [];
  const embedding: number[] = [];
  for (const { path } of images) {
    const file = await readFile(path);
    const started = performance.now();
    const { square } = await prepareGuest(file, embedder.model, limits);
    const decoded = performance.now();
    await embedder.embedImage(square);
    decoding.push(decoded - started);
    embedding.push(performance.now() - decoded);
  }
  return { decodeMs: percentile(decoding, 0.5), embedMs: percentile(embedding, 0.5) };
}
