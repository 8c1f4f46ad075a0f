import { setImmediate as nextTurn } from "node:timers/promises";
import type { Embedder } from "@/lib/embedding/embedder";
import type { EnergyLayout, PerAspect } from "@/lib/energy/aspects";
import { type PairSimilarities, pairSimilarities, spread } from "@/lib/energy/closeness";
import {
  emptyTable,
  fillRow,
  type NeighbourTable,
  seenFromMiddle,
} from "@/lib/energy/nearest-floor";
import type { VectorStore } from "@/lib/store/vector-store";
import { KeptAnswer } from "./kept-answer";
import { LOOKS, PHRASES } from "./phrases";
import { lookingLike } from "./words-energy";

/** Images that random pairs are drawn from; more change σ by less than 1 %. */
const SAMPLE_IMAGES = 1_024;
/** Images of them whose nearest are looked for, among all of them. */
const TABLE_ROWS = 256;
/** Rows filled in one go: 10 ms. */
const ROWS_A_TURN = 16;

/** What scores are held against. */
export interface Yardstick {
  /** Random pairs, hubs corrected as on a wall: what closeness is a percentile among. */
  readonly pairs: PairSimilarities;
  /** What the nearest neighbours reach: where "close" begins. */
  readonly nearest: NeighbourTable;
}

/** What belongs to a gallery version: the spread of each aspect and the yardsticks of closeness. */
export interface Calibration {
  /** Standard deviation of each aspect's similarity over random pairs of images. */
  readonly sigma: PerAspect;
  /** Images against images. */
  readonly images: Yardstick;
  /** Fixed phrases against images; empty when the model has no text tower. */
  readonly words: Yardstick;
  /** float32, `[layout.total]`: what the gallery's images have in common. */
  readonly common: Float32Array;
}

/**
 * Derives the calibration from the store's stable sample, so that every process and replica has the
 * same one once the gallery is at rest, and nothing has to be kept in step with the rows. While it is
 * written to, the last one goes on being used: a sample hardly changes with 5 % of the images.
 */
export class Calibrator {
  readonly #store: VectorStore;
  readonly #embedder: Embedder;
  #phrases: Promise<Float32Array[]> | undefined;
  readonly #kept: KeptAnswer<Calibration, number>;

  /** @param now milliseconds of any clock that never goes back. */
  constructor(store: VectorStore, embedder: Embedder, now?: () => number) {
    this.#store = store;
    this.#embedder = embedder;
    this.#kept = new KeptAnswer({ name: "calibration", ...(now ? { now } : {}) });
  }

  /**
   * The gallery version that the last calibration was made for; −1 before the first. An answer that
   * depends on one is kept under it.
   */
  get madeFor(): number {
    return this.#kept.madeFor ?? -1;
  }

  /**
   * The calibration of the gallery version that the store sees now, or the last one while it is renewed.
   *
   * @throws {AppError} what store and embedder throw, where there is none that could be used.
   */
  get(): Promise<Calibration> {
    return this.#kept.get(this.#source);
  }

  /** Called on a timer, so that a gallery at rest has its own calibration before anybody asks. */
  renew(): Promise<void> {
    return this.#kept.renew(this.#source);
  }

  readonly #source = {
    look: () => {
      const { revision, count } = this.#store.state();
      return { version: revision, count };
    },
    make: () => this.#measure(),
  };

  async #measure(): Promise<Calibration> {
    const { layout } = this.#store.schema;
    const ids = await this.#store.sample(SAMPLE_IMAGES);
    const images = (await this.#store.energies(ids)).flatMap((energy) => energy ?? []);
    const densities = await this.#store.densities(ids);
    const phrases = await this.#embedPhrases(layout);
    const common = meanOf(images, layout);
    const seen = images.map((energy) => seenFromMiddle(energy, common, layout));
    return {
      sigma: spread(pairSimilarities(images, images, layout)),
      images: {
        pairs: pairSimilarities(images, images, layout, { densities }),
        nearest: await nearestTable(seen, seen, layout),
      },
      words: {
        pairs: pairSimilarities(phrases, images, layout, { densities }),
        // Words have no place among the images: they are a direction from the middle already.
        nearest: await nearestTable(phrases, seen, layout),
      },
      common,
    };
  }

  async #embedPhrases(layout: EnergyLayout): Promise<Float32Array[]> {
    if (!this.#embedder.model.hasText) return [];
    this.#phrases ??= this.#embedOneByOne(layout).catch((error) => {
      this.#phrases = undefined;
      throw error;
    });
    return this.#phrases;
  }

  /**
   * Each with a look of colour and light, for words that name some. One by one: all at once would fill the queue that
   * visitors wait in.
   */
  async #embedOneByOne(layout: EnergyLayout): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const [i, phrase] of PHRASES.entries()) {
      const look = LOOKS[i % LOOKS.length] ?? "";
      vectors.push(lookingLike(look, await this.#embedder.embedText(phrase), layout));
    }
    return vectors;
  }
}

function meanOf(images: readonly Float32Array[], layout: EnergyLayout): Float32Array {
  const mean = new Float32Array(layout.total);
  for (const energy of images) {
    for (let i = 0; i < mean.length; i++)
      mean[i] = (mean[i] ?? 0) + (energy[i] ?? 0) / images.length;
  }
  return mean;
}

/**
 * Takes its time: requests are answered between the rows.
 *
 * @param to the sample's images, as seen from the middle.
 */
async function nearestTable(
  from: readonly Float32Array[],
  to: readonly Float32Array[],
  layout: EnergyLayout,
): Promise<NeighbourTable> {
  const rows = from.slice(0, TABLE_ROWS);
  const table = emptyTable(rows.length, to.length);
  for (const [row, energy] of rows.entries()) {
    fillRow(table, row, energy, to, { self: from === to ? row : -1, layout });
    if (row % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
  }
  return table;
}
