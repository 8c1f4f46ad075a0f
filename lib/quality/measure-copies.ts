import { readFile } from "node:fs/promises";
import { COPY_THRESHOLD } from "@/lib/energy/copies";
import { seededRandom } from "@/lib/energy/prng";
import { dot } from "@/lib/energy/unit-vector";
import { decodePicture } from "@/lib/gallery/decode";
import { inLanes } from "@/lib/in-lanes";
import {
  type CopyPair,
  microAveragePrecision,
  pointAtPrecision,
  pointAtThreshold,
} from "./copy-pairs";
import { EDITS, edit } from "./edits";
import { type EmbedDeps, type EmbeddedSet, embedPicture, LANES } from "./embed-set";

/** Pictures that are edited, each in every way: a stable random choice. */
const EDITED = 60;
/** Px: as large as pictures are kept. */
const MAX_SIDE = 1_280;
/** What a gallery may hide by mistake: one fold in twenty. */
const PRECISION = 0.95;

/** How well edited copies are told from other pictures. */
export interface CopyFigures {
  readonly edited: number;
  readonly microAp: number;
  readonly threshold: number;
  readonly recall: number;
  /** At the threshold that the product folds at, whatever the set. */
  readonly product: { readonly precision: number; readonly recall: number };
  /** Share of each edit's copies at or above the product's threshold. */
  readonly recallByEdit: Readonly<Record<string, number>>;
}

/**
 * Edits some of the set's pictures, embeds what comes out and compares it with every picture.
 *
 * @param edited how many pictures.
 * @returns `undefined` when the model has no `copy` output.
 */
export async function measureCopies(
  { store, images }: EmbeddedSet,
  deps: EmbedDeps,
  edited = EDITED,
): Promise<CopyFigures | undefined> {
  if (store.schema.copyDims === 0) return undefined;
  const chosen = new Set(await store.sample(edited));
  const originals = images.filter(({ id }) => chosen.has(id));
  const copies = await store.copies(images.map(({ id }) => id));
  const jobs = originals.flatMap((image) => EDITS.map((name) => ({ image, name })));
  const compared = await inLanes(jobs, LANES, async ({ image, name }) => {
    const { pixels } = await decodePicture(await readFile(image.path), deps.limits, MAX_SIDE);
    const file = await edit(name, pixels, seededRandom(`${name} of ${image.id}`));
    const { copy } = await embedPicture(file, image.path, deps);
    return images.map(
      ({ id }, i): CopyPair => ({ score: dot(copy, copies[i] ?? []), isCopy: id === image.id }),
    );
  });
  const pairs = compared.flat();
  const { threshold, recall } = pointAtPrecision(pairs, PRECISION);
  const { precision, recall: productRecall } = pointAtThreshold(pairs, COPY_THRESHOLD);
  return {
    edited: originals.length,
    microAp: microAveragePrecision(pairs),
    threshold,
    recall,
    product: { precision, recall: productRecall },
    recallByEdit: Object.fromEntries(
      EDITS.map((name) => {
        const own = compared.filter((_, i) => jobs[i]?.name === name).flat();
        return [name, pointAtThreshold(own, COPY_THRESHOLD).recall];
      }),
    ),
  };
}
